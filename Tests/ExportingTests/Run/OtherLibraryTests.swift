import Checkpoints
import Compression
import ConfigurationFiles
import Crypto
import Exporting
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

/// Exports whose committed files another libz has written, and exports whose compressor fails.
struct OtherLibraryTests {
  @Test(arguments: ["csv", "ndjson"])
  func `rows that are the same leave a file of another libz and its checkpoint untouched`(format: String) async throws {
    var export = TestExport(TestExport.pipeline(sink: ", format: \(format)"))
    try await export.run()
    let chunk = "20261002T050000Z-20261003T050000Z"
    let path = "date=2026-10-02/\(chunk).\(format).gz"
    let own = try export.bytes(path)
    // Stored, as no libz that compresses would write it.
    let other = try GzipMember.compress(GzipMember.decompress(own, limit: 1 << 20), .level(0))
    #expect(other != own)
    let store = CheckpointStore(sink: "out", files: export.files)
    var entry = try #require(try store.load().inOrder.first { $0.chunk.text == chunk })
    entry.partition?.bytes = other.count
    entry.partition?.sha256 = Self.sha256(of: other)
    try store.commit(entry)
    let file = try export.files.create(FilePath("out/\(path)"), mode: .shared)
    try file.write(other)
    try file.close()

    export.options.refresh = .all
    let summary = try await export.run()
    #expect(summary.committed == 0 && summary.unchanged == 3)
    #expect(try export.bytes(path) == other)
    let again = try #require(try store.load().inOrder.first { $0.chunk.text == chunk })
    #expect(again.partition == entry.partition)

    // Another row replaces it.
    export.api.rows = export.api.rows.map { $0.at.hasPrefix("2026-10-02") ? FakeAPI.row(id: 7, at: $0.at) : $0 }
    #expect(try await export.run().committed == 1)
    #expect(try export.bytes(path) != other)
  }

  @Test func `a failing compressor publishes nothing and stops the run with the reason`() async throws {
    let export = TestExport()
    var file = try export.file
    // libz knows no level 12.
    file.sink.compressionLevel = 12
    let services = ExportServices(
      files: export.files, clock: export.clock, transport: export.api, leases: nil, noWait: false,
      randomness: { 0.5 }, processID: 42)
    let summary = try await Export(ExportJob(file: file), options: ExportOptions(), services: services) { _ in }.run()
    #expect(
      summary.failures.map(\.reason) == [
        "cannot compress with gzip: stream error; nothing of the chunk was published; fix the cause and rerun to resume"
      ])
    #expect(summary.failureKind == .cannotWrite)
    #expect(summary.committed == 0 && summary.left == 2)
    #expect(try export.partitions().isEmpty)
    #expect(try export.files.list("out/_tidemark/staging").isEmpty)
    #expect(try export.files.list("out/_tidemark/checkpoints").isEmpty)
  }

  private static func sha256(of bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
