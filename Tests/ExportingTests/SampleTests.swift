import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import Parquet
import Planning
import Records
import SystemPackage
import TestSupport
import Testing

/// Tests that the responses in `samples/`, exported with the pipelines in `pipelines/`, give the partitions next to
/// them.
struct SampleTests {
  static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  struct Sample: CustomTestStringConvertible, Sendable {
    var response: String
    var pipeline: String
    var partition: String
    var testDescription: String { response }
  }

  /// The table of `samples/README.md`.
  static let samples: [Sample] = {
    let page = (try? String(contentsOf: checkout.appending(path: "samples/README.md"), encoding: .utf8)) ?? ""
    return page.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
      guard cells.count == 3, cells[0].hasSuffix(".json") else { return nil }
      return Sample(response: cells[0], pipeline: cells[1], partition: cells[2])
    }
  }()

  @Test func `every shipped pipeline has a sample`() throws {
    let pipelines = try FileManager.default.contentsOfDirectory(
      atPath: Self.checkout.appending(path: "pipelines").path
    ).filter { $0.hasSuffix(".yaml") }
    #expect(Self.samples.map { "\($0.pipeline).yaml" }.sorted() == pipelines.sorted())
  }

  @Test(arguments: samples)
  func `a sample response becomes the sample partition`(_ sample: Sample) async throws {
    let response = try String(
      contentsOf: Self.checkout.appending(path: "samples/responses/\(sample.response)"), encoding: .utf8)
    let yaml = try String(
      contentsOf: Self.checkout.appending(path: "pipelines/\(sample.pipeline).yaml"), encoding: .utf8)
    let api = FakeAPI()
    api.respond { request in
      request.method == "POST" ? (200, #"{"token":"a-generated-token"}"#) : (200, response)
    }
    var file = try PipelineFile(
      yaml: yaml, path: "\(sample.pipeline).yaml", catalog: CatalogLibrary(),
      environment: ConfigurationEnvironment(variables: [:]) { _ in "" }, baseURLOverride: "http://samples.example")
    for secret in file.source.system.secrets { file.source.secrets[secret.name] = Secret("a-generated-secret") }
    let files = MemoryFileStore()
    let options = ExportOptions(
      from: .day(CalendarDay("2026-10-01")!), to: .day(CalendarDay("2026-10-02")!))
    let services = ExportServices(
      files: files, clock: fixedClock("2026-11-21T00:00:00Z"), transport: api, leases: nil, noWait: false,
      randomness: { 0.5 }, processID: 42)
    let summary = try await Export(ExportJob(file: file), options: options, services: services) { _ in }.run()
    #expect(summary.failures.map(\.reason) == [])
    #expect(summary.rejected == 0)
    let published = files.paths(below: FilePath(file.sink.path)).filter { !$0.contains("/_") }
    try #require(published.count == 1)
    let bytes = try files.read(FilePath(published[0]), limit: 1 << 20)
    let expected = try Data(contentsOf: Self.checkout.appending(path: "samples/partitions/\(sample.partition)"))
    guard !sample.partition.hasSuffix(".parquet") else {
      func pages(_ file: [UInt8]) throws -> ParquetPageReader {
        try ParquetPageReader(fileSize: file.count) { Array(file[$0]) }
      }
      // Another libzstd makes other bytes of the same content.
      #expect(try ParquetPageReader.haveSameContent(pages(bytes), pages(Array(expected))))
      // `swift test --attachments-path FOLDER` keeps what was made, to be read and put in place.
      if Data(bytes) != expected { Attachment.record(bytes, named: sample.partition) }
      return
    }
    #expect(String(decoding: try gunzipped(bytes), as: UTF8.self) == String(decoding: expected, as: UTF8.self))
  }
}
