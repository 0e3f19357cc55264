import Compression
import Foundation
import Records
import Storage
import SystemPackage
import TestSupport
import Writing

/// One partition under `/sink`, written piece by piece.
struct TestPartition {
  static let target = PartitionTarget(root: "/sink", path: "day=1/a.bin", staging: "/sink/_tidemark/staging/a.bin")
  static let place: FilePath = "/sink/day=1/a.bin"

  var schema = Schema(columns: [Column(name: "a", type: .string)])
  var format = PartitionFormat.csv(CSVDialect(header: false))
  var compression = PartitionCompression.gzip(.standard)
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

  /// Letters and digits without structure that compresses.
  private static let noise: [UInt8] = {
    var generator = SplitMix64(seed: 1)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
    return (0..<1_000_000).map { _ in alphabet[Int(generator.next() >> 58)] }
  }()

  /// A line of that many bytes, up to 600,000, its line feed included, that compresses little.
  static func line(_ length: Int, seed: UInt64 = 1) -> String {
    let start = Int(seed) * 61 % 400_000
    return String(decoding: noise[start..<(start + length - 1)], as: UTF8.self)
  }
}

/// Compares at the speed of memory, which comparing arrays in a debug build is far from.
func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.withUnsafeBytes { left in
    right.withUnsafeBytes { right in
      guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress else {
        return left.isEmpty && right.isEmpty
      }
      return memcmp(first, second, left.count) == 0
    }
  }
}
