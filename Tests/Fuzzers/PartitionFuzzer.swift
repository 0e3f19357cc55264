import Compression
import Foundation
import Parquet
import Records
import Storage
import SystemPackage
import TestSupport
import Writing

/// Fuzzes complete partitions: the bytes do not depend on batches, on the number of parallel blocks, or on rollbacks
/// in between; gzip decompresses to the content of a plain file, in one member.
enum PartitionFuzzer {
  private static let schema = Schema(columns: [Column(name: "n", type: .integer), Column(name: "t", type: .string)])
  private static let place: FilePath = "/sink/a.bin"
  private static let target = PartitionTarget(root: "/sink", path: "a.bin", staging: "/sink/_staging/a.bin")

  @Sendable static func run(_ bytes: [UInt8]) {
    var random = SplitMix64(of: bytes)
    let texts = texts(bytes, &random)
    let level = Int.random(in: -1...9, using: &random)
    let gzip = level < 0 ? GzipLevel.standard : .level(level)
    let pages = [ParquetLayout.Compression.zstd, .gzip(gzip)].randomElement(using: &random) ?? .zstd
    let format: PartitionFormat =
      [.csv(CSVDialect()), .ndjson, .parquet(ParquetLayout(compression: pages, createdBy: "fuzzer"))]
      .randomElement(using: &random) ?? .ndjson
    let isParquet = if case .parquet = format { true } else { false }
    let plain = file(texts, format, .none, parts: [texts.count], parallelism: 1, rollsBack: false)
    let compression: PartitionCompression = isParquet ? .none : .gzip(gzip)
    let parts = (0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 0...texts.count, using: &random) }
    let made = file(
      texts, format, compression, parts: parts.sorted() + [texts.count],
      parallelism: Int.random(in: 1...3, using: &random), rollsBack: Bool.random(using: &random))
    if isParquet {
      compare(made, plain, "Parquet")
      expect(pageCount(of: made) > 0 || texts.isEmpty, "rows have pages")
    } else {
      let member = Gunzip(made)
      expect(member.isWhole && member.length == made.count, "the file is one whole member")
      compare(member.content, plain, "what gzip holds")
      let again = file(texts, format, compression, parts: [texts.count], parallelism: 1, rollsBack: false)
      compare(made, again, "gzip")
    }
  }

  /// Decodes every page with libz or libzstd.
  private static func pageCount(of file: [UInt8]) -> Int {
    var count = 0
    do {
      var reader = try ParquetPageReader(fileSize: file.count) { Array(file[$0]) }
      while let page = try reader.next() {
        _ = try page.content()
        count += 1
      }
    } catch {
      expect(false, "a page cannot be decoded: \(error)")
    }
    return count
  }

  /// The input, a few times over with changes, so that it fills blocks.
  private static func texts(_ bytes: [UInt8], _ random: inout SplitMix64) -> [String] {
    let pieces = bytes.split(separator: 0x0A).prefix(500).map { String(decoding: $0, as: UTF8.self) }
    let times = [1, 1, 20, 400].randomElement(using: &random) ?? 1
    let size = pieces.reduce(1) { $0 + $1.utf8.count }
    return (0..<min(times, 1 + 600_000 / size)).flatMap { round in round == 0 ? pieces : pieces.map { "\($0)\(round)" }
    }
  }

  private static func file(
    _ texts: [String], _ format: PartitionFormat, _ compression: PartitionCompression, parts: [Int], parallelism: Int,
    rollsBack: Bool
  ) -> [UInt8] {
    let done = DispatchSemaphore(value: 0)
    let result = Outcome()
    Task {
      do {
        let files = MemoryFileStore()
        let writer = try PartitionWriter(
          target: target, schema: schema, format: format, compression: compression, files: files,
          parallelism: parallelism)
        var start = 0
        for end in parts {
          if rollsBack {
            let savepoint = try await writer.savepoint()
            try await writer.append(batch(texts[(texts.count / 2)...], from: 7))
            try await writer.rollback(to: savepoint)
          }
          try await writer.append(batch(texts[start..<end], from: start))
          start = end
        }
        let published = try await writer.publish(replacing: nil)
        result.bytes = try files.read(place, limit: .max - 1)
        expect(published.rows == texts.count, "\(published.rows) rows are reported, not \(texts.count)")
        expect(published.bytes == result.bytes.count, "the size is reported")
        expect(files.paths == [place.string], "nothing else is left: \(files.paths)")
      } catch {
        fatalError("\(error)")
      }
      done.signal()
    }
    done.wait()
    return result.bytes
  }

  /// Written by the task, read once it has signalled its end.
  private final class Outcome: @unchecked Sendable {
    var bytes: [UInt8] = []
  }

  private static func batch(_ texts: ArraySlice<String>, from first: Int) -> RecordBatch {
    var arena: [UInt8] = []
    let refs = texts.map { text in
      let start = arena.count
      arena += Array(text.utf8)
      return ValueRef(
        kind: .string, offset: start, length: arena.count - start, isNonASCII: text.utf8.contains { $0 >= 0x80 },
        isInArena: true)
    }
    let numbers = texts.indices.map { Int64(first + $0 - texts.startIndex) }
    return RecordBatch(
      received: [], arena: arena, rowCount: texts.count,
      columns: [.integers(FixedValues(values: numbers)), .text(refs)])
  }
}
