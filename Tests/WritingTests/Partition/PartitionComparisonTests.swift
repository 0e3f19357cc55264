import Compression
import Records
import Storage
import TestSupport
import Testing
import Writing

/// Files that stay untouched when the same rows are written again; another level plays the part of another libz.
struct PartitionComparisonTests {
  static let texts = (0..<30_000).map {
    "row \($0), agent \($0 % 17), \(TestPartition.line(20, seed: UInt64($0 % 90)))"
  }

  static func parquet(_ compression: ParquetLayout.Compression, createdBy: String = "test") -> PartitionFormat {
    .parquet(ParquetLayout(compression: compression, createdBy: createdBy))
  }

  static func partition(_ format: PartitionFormat, _ compression: PartitionCompression) -> TestPartition {
    TestPartition(format: format, compression: compression)
  }

  static let pairs: [(first: TestPartition, second: TestPartition)] = [
    (partition(.csv(CSVDialect()), .gzip(.level(1))), partition(.csv(CSVDialect()), .gzip(.level(9)))),
    (partition(.ndjson, .gzip(.level(0))), partition(.ndjson, .gzip(.standard))),
    (
      partition(parquet(.gzip(.level(1))), .none),
      partition(parquet(.gzip(.level(9)), createdBy: "another version"), .none)
    ),
  ]

  @Test(arguments: pairs.indices)
  func `the same rows leave a file of another level untouched`(pair: Int) async throws {
    let (first, second) = Self.pairs[pair]
    let disk = ModelledDisk()
    let committed = try await Self.publish(Self.texts, first, disk, over: nil)
    let bytes = disk.files[0].bytes
    #expect(try await !areEqual(bytes, second.bytes(of: [Self.texts])), "the two levels give other bytes")
    let operations = disk.operations.count
    let again = try await Self.publish(Self.texts, second, disk, over: committed)
    var expected = committed
    expected.isUnchanged = true
    #expect(again == expected)
    #expect(disk.files.map(\.path) == [TestPartition.place])
    #expect(areEqual(disk.files[0].bytes, bytes))
    let changes = disk.operations.dropFirst(operations).filter { $0.path == TestPartition.place }
    #expect(changes.isEmpty)
  }

  @Test(arguments: pairs.indices)
  func `another row replaces a file of another level`(pair: Int) async throws {
    let (first, second) = Self.pairs[pair]
    for (before, after) in [
      (Self.texts, Array(Self.texts.dropLast())), (Self.texts, Self.texts.dropLast() + ["another row"]),
      // Words of one length and one CRC-32: only a comparison of the contents finds a difference.
      (["plumless"], ["buckeroo"]),
    ] {
      let files = MemoryFileStore()
      let committed = try await Self.publish(before, first, files, over: nil)
      let replaced = try await Self.publish(after, second, files, over: committed)
      #expect(!replaced.isUnchanged)
      #expect(try await areEqual(files.read(TestPartition.place, limit: .max), second.bytes(of: [after])))
    }
    #expect(CRC32(of: Array("plumless".utf8)) == CRC32(of: Array("buckeroo".utf8)))
  }

  @Test(arguments: pairs.indices)
  func `a committed file that is damaged, gone or replaced is published again`(pair: Int) async throws {
    let (first, second) = Self.pairs[pair]
    for damage in ["altered", "cut", "gone", "compressed again"] {
      let files = MemoryFileStore()
      let committed = try await Self.publish(Self.texts, first, files, over: nil)
      var bytes = try files.read(TestPartition.place, limit: .max)
      switch damage {
      case "altered": bytes[bytes.count / 2] ^= 1
      case "cut": bytes.removeLast()
      case "compressed again": bytes = try await second.bytes(of: [Self.texts])
      default: break
      }
      if damage == "gone" {
        try files.remove(TestPartition.place)
      } else {
        try files.place(bytes, at: TestPartition.place)
      }
      let replaced = try await Self.publish(Self.texts, second, files, over: committed)
      #expect(!replaced.isUnchanged, "\(damage)")
      #expect(try await areEqual(files.read(TestPartition.place, limit: .max), second.bytes(of: [Self.texts])))
    }
  }

  @Test func `a failing compressor publishes nothing and reports its reason`() async throws {
    let files = MemoryFileStore()
    // libz knows no level 12.
    let partition = TestPartition(compression: .gzip(.level(12)))
    let failure = CompressionError(operation: "compress with gzip", reason: "stream error")
    let writer = try partition.writer(files)
    let savepoint = try await writer.savepoint()
    await #expect(throws: failure) {
      for _ in 0..<9 { try await writer.append(partition.batch([TestPartition.line(300_000)])) }
    }
    await #expect(throws: failure) { _ = try await writer.publish(replacing: nil) }
    try await writer.rollback(to: savepoint)
    await #expect(throws: failure) { _ = try await writer.publish(replacing: nil) }
    #expect(files.paths == ["/sink/_tidemark/staging/a.bin"])
    await writer.discard()
    #expect(files.paths == [])
  }

  @Test func `a failing compressor of Parquet pages publishes nothing`() async throws {
    let files = MemoryFileStore()
    let partition = Self.partition(Self.parquet(.gzip(.level(12))), .none)
    let writer = try partition.writer(files)
    try await writer.append(partition.batch(["x"]))
    await #expect(throws: CompressionError(operation: "compress with gzip", reason: "stream error")) {
      _ = try await writer.publish(replacing: nil)
    }
    await writer.discard()
    #expect(files.paths == [])
  }

  private static func publish(
    _ texts: [String], _ partition: TestPartition, _ files: any FileStore, over current: PublishedFile?
  ) async throws -> PublishedFile {
    let writer = try partition.writer(files)
    try await writer.append(partition.batch(texts))
    return try await writer.publish(replacing: current)
  }
}
