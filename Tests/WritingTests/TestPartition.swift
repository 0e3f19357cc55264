import Records
import Storage
import SystemPackage
import TestSupport

@testable import Writing

/// One partition under `/sink`, written piece by piece.
struct TestPartition {
  static let target = PartitionTarget(root: "/sink", path: "day=1/a.bin", staging: "/sink/_tidemark/staging/a.bin")
  static let place: FilePath = "/sink/day=1/a.bin"

  var schema = Schema(columns: [Column(name: "a", type: .string)])
  var format = PartitionFormat.csv(CSVFormat(header: false))
  var compression = PartitionCompression.gzip(level: 6)
  var parallelism: Int? = 2

  func writer(_ files: any FileStore) throws -> PartitionWriter {
    try PartitionWriter(
      target: TestPartition.target, schema: schema, format: format, compression: compression, files: files,
      parallelism: parallelism)
  }

  /// Publishes a batch for each group of texts, one row a text, and returns the file's bytes.
  func bytes(of groups: [[String]]) async throws -> [UInt8] {
    let files = MemoryFileStore()
    let writer = try writer(files)
    for texts in groups { try await writer.append(batch(texts)) }
    _ = try await writer.publish(replacing: nil)
    return try files.read(TestPartition.place, limit: .max)
  }

  func batch(_ texts: [String]) -> RecordBatch {
    TestRows(.string, texts.map { .text($0) }).batch()
  }

  /// A line of that many bytes, its line feed included, without structure that compresses.
  static func line(_ length: Int, seed: UInt64 = 1) -> String {
    var generator = SplitMix(seed: seed)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
    var bytes: [UInt8] = []
    while bytes.count < length - 1 {
      var bits = generator.next()
      for _ in 0..<8 where bytes.count < length - 1 {
        bytes.append(alphabet[Int(bits & 63)])
        bits >>= 8
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
