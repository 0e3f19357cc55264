import Compression
import Records
import Storage
import TestSupport
import Testing
import Writing

struct PartitionSavepointTests {
  /// Lines of lengths that put the marks before, at and behind the ends of blocks.
  static let lines: [String] = {
    let lengths = [1_000, 130_072, 131_072, 131_071, 1, 40_000, 262_144, 5, 300_000, 100_000, 70_000, 61_072]
    return lengths.enumerated().map { TestPartition.line($0.element, seed: UInt64($0.offset)) }
  }()

  @Test(arguments: [PartitionCompression.gzip(.level(1)), .none])
  func `savepoints alone change nothing`(compression: PartitionCompression) async throws {
    let partition = TestPartition(compression: compression)
    let files = MemoryFileStore()
    let writer = try partition.writer(files)
    for line in PartitionSavepointTests.lines {
      _ = try await writer.savepoint()
      try await writer.append(partition.batch([line]))
      _ = try await writer.savepoint()
    }
    _ = try await writer.publish(replacing: nil)
    let expected = try await partition.bytes(of: PartitionSavepointTests.lines.map { [$0] })
    #expect(areEqual(try files.read(TestPartition.place, limit: .max), expected))
  }

  @Test(
    arguments: [PartitionCompression.gzip(.level(1)), .none],
    [PartitionFormat.csv(CSVDialect()), .ndjson, .parquet(ParquetLayout(createdBy: "test"))])
  func `after a rollback the file has no trace of the rows`(
    compression: PartitionCompression, format: PartitionFormat
  ) async throws {
    let partition = TestPartition(format: format, compression: compression)
    let lines = PartitionSavepointTests.lines
    let expected = try await partition.bytes(of: [lines])
    let files = MemoryFileStore()
    let writer = try partition.writer(files)
    for (index, line) in lines.enumerated() {
      let savepoint = try await writer.savepoint()
      // Twice the wrong rows, of which some fill blocks and some do not.
      for attempt in 1...2 {
        for length in [3, 150_000 * attempt, 290_000] {
          try await writer.append(partition.batch([TestPartition.line(length, seed: 77)]))
        }
        try await writer.rollback(to: savepoint)
        #expect(await writer.rowCount == index)
      }
      try await writer.append(partition.batch([line]))
    }
    let published = try await writer.publish(replacing: nil)
    let bytes = try files.read(TestPartition.place, limit: .max)
    #expect(areEqual(bytes, expected))
    #expect(published.rows == lines.count && published.bytes == expected.count)
    let content = compression == .none ? bytes : Gunzip(bytes).content
    #expect(published.crc32 == CRC32(of: content).hexadecimal)
  }

  @Test func `an earlier savepoint can be restored after a later one`() async throws {
    let partition = TestPartition(compression: .none)
    let files = MemoryFileStore()
    let writer = try partition.writer(files)
    try await writer.append(partition.batch(["a"]))
    let early = try await writer.savepoint()
    try await writer.append(partition.batch([TestPartition.line(300_000)]))
    let late = try await writer.savepoint()
    try await writer.append(partition.batch(["c"]))
    try await writer.rollback(to: late)
    #expect(await writer.rowCount == 2)
    try await writer.rollback(to: early)
    try await writer.append(partition.batch(["d"]))
    let again = try await writer.savepoint()
    try await writer.append(partition.batch(["e"]))
    try await writer.rollback(to: again)
    #expect(try await writer.publish(replacing: nil).rows == 2)
    #expect(files.text(TestPartition.place) == "a\nd\n")
  }

  @Test func `a rollback waits for blocks in progress and discards them`() async throws {
    let partition = TestPartition(compression: .gzip(.level(9)), parallelism: 4)
    let files = MemoryFileStore()
    let writer = try partition.writer(files)
    let savepoint = try await writer.savepoint()
    try await writer.append(partition.batch([TestPartition.line(520_000)]))
    try await writer.rollback(to: savepoint)
    try await writer.append(partition.batch(["x"]))
    _ = try await writer.publish(replacing: nil)
    let bytes = try files.read(TestPartition.place, limit: .max)
    #expect(bytes == (try await partition.bytes(of: [["x"]])))
  }
}
