import Compression
import Crypto
import Records
import Storage
import SystemPackage
import TestSupport
import Testing
import Writing

struct PartitionWriterTests {
  @Test func `a published file has its description`() async throws {
    let files = MemoryFileStore()
    let partition = TestPartition(format: .csv(CSVDialect()), compression: .none)
    let writer = try partition.writer(files)
    try await writer.append(partition.batch(["x", "y"]))
    try await writer.append(partition.batch(["z"]))
    #expect(await writer.rowCount == 3)
    #expect(files.paths == ["/sink/_tidemark/staging/a.bin"])
    let published = try await writer.publish(replacing: nil)

    let bytes = Array("a\nx\ny\nz\n".utf8)
    #expect(files.files.map(\.path) == [TestPartition.place])
    #expect(files.files.first?.bytes == bytes)
    let sha256 = SHA256.hash(data: bytes).description.split(separator: " ").last.map(String.init)
    #expect(
      published
        == PublishedFile(
          path: "day=1/a.bin", rows: 3, bytes: 8, sha256: try #require(sha256), crc32: "5e77a5ad", isUnchanged: false))
    #expect(published.crc32 == CRC32(of: bytes).hexadecimal)
    #expect(files.mode(TestPartition.place) == .shared)
  }

  @Test func `the checksum of a gzip file is of its content`() async throws {
    let partition = TestPartition()
    let files = MemoryFileStore()
    let writer = try partition.writer(files)
    try await writer.append(partition.batch([TestPartition.line(200_000)]))
    let published = try await writer.publish(replacing: nil)
    let bytes = try files.read(TestPartition.place, limit: .max)
    #expect(published.bytes == bytes.count)
    #expect(published.crc32 == CRC32(of: Gunzip(bytes).content).hexadecimal)
    #expect(
      published.sha256
        == SHA256.hash(data: bytes).map { byte in
          String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined())
  }

  @Test(arguments: [PartitionCompression.none, .gzip(.level(6))])
  func `a partition without rows is a complete file`(compression: PartitionCompression) async throws {
    for (format, content) in [
      (PartitionFormat.csv(CSVDialect()), "a\n"), (.ndjson, ""), (.csv(CSVDialect(header: false)), ""),
    ] {
      let partition = TestPartition(format: format, compression: compression)
      let bytes = try await partition.bytes(of: [])
      let read = compression == .none ? bytes : Gunzip(bytes).content
      #expect(String(decoding: read, as: UTF8.self) == content)
      #expect(compression == .none || Gunzip(bytes).isWhole)
      #expect(try await partition.bytes(of: [[], []]) == bytes)
    }
  }

  @Test func `plain files are written in large pieces`() async throws {
    let disk = ModelledDisk()
    let writer = try TestPartition(compression: .none).writer(disk)
    for row in 0..<90 {
      try await writer.append(TestPartition().batch([TestPartition.line(10_000, seed: UInt64(row))]))
    }
    _ = try await writer.publish(replacing: nil)
    #expect(disk.operations.filter { $0.kind == .write }.count == 4)
    #expect(disk.files.first?.bytes.count == 900_000)
  }

  @Test func `the order of steps is sync, close, rename, sync of the directory`() async throws {
    let disk = ModelledDisk()
    let writer = try TestPartition(compression: .none).writer(disk)
    try await writer.append(TestPartition().batch(["x"]))
    _ = try await writer.publish(replacing: nil)
    let steps = disk.operations.filter { operation in
      switch operation.kind {
      case .create, .makeDirectory: false
      case .syncDirectory: operation.path == "/sink/day=1"
      default: true
      }
    }
    #expect(
      steps.map(\.description) == [
        "write /sink/_tidemark/staging/a.bin", "sync /sink/_tidemark/staging/a.bin",
        "close /sink/_tidemark/staging/a.bin", "rename /sink/day=1/a.bin", "syncDirectory /sink/day=1",
      ])
  }

  @Test func `the same bytes leave the file untouched`() async throws {
    let disk = ModelledDisk()
    let partition = TestPartition()
    func publish(_ texts: [String], over current: PublishedFile?) async throws -> PublishedFile {
      let writer = try partition.writer(disk)
      try await writer.append(partition.batch(texts))
      return try await writer.publish(replacing: current)
    }
    let first = try await publish(["x"], over: nil)
    let operations = disk.operations.count
    let second = try await publish(["x"], over: first)
    var expected = first
    expected.isUnchanged = true
    #expect(second == expected)
    #expect(!disk.operations.dropFirst(operations).contains { $0.path == TestPartition.place })
    #expect(disk.files.map(\.path) == [TestPartition.place])

    let third = try await publish(["y"], over: second)
    #expect(!third.isUnchanged && third.sha256 != first.sha256)
    #expect(Gunzip(disk.files[0].bytes).content == Array("y\n".utf8))
  }

  @Test func `a missing, truncated or moved file is published again`() async throws {
    for damage in ["gone", "cut", "elsewhere", "nobody knows it"] {
      let files = MemoryFileStore()
      let partition = TestPartition()
      let first = try partition.writer(files)
      try await first.append(partition.batch(["x"]))
      var current: PublishedFile? = try await first.publish(replacing: nil)
      let bytes = try files.read(TestPartition.place, limit: .max)
      switch damage {
      case "gone": try files.remove(TestPartition.place)
      case "cut": try files.place(Array(bytes.dropLast()), at: TestPartition.place)
      case "elsewhere": current?.path = "day=2/a.bin"
      default: current = nil
      }
      let second = try partition.writer(files)
      try await second.append(partition.batch(["x"]))
      #expect(try await !second.publish(replacing: current).isUnchanged, "\(damage)")
      #expect(try files.read(TestPartition.place, limit: .max) == bytes)
      #expect(files.files.count == 1)
    }
  }

  @Test func `a discarded or released writer leaves nothing`() async throws {
    let files = MemoryFileStore()
    let partition = TestPartition()
    let writer = try partition.writer(files)
    try await writer.append(partition.batch([TestPartition.line(300_000)]))
    await writer.discard()
    await writer.discard()
    #expect(files.paths == [])
    try await {
      let dropped = try partition.writer(files)
      try await dropped.append(partition.batch([TestPartition.line(300_000)]))
      #expect(files.paths == ["/sink/_tidemark/staging/a.bin"])
    }()
    #expect(files.paths == [])
  }

  @Test func `a staging file of an earlier attempt is replaced`() async throws {
    let files = MemoryFileStore()
    try files.place("left over, and longer than what comes", at: TestPartition.target.staging)
    let writer = try TestPartition(compression: .none).writer(files)
    try await writer.append(TestPartition().batch(["x"]))
    _ = try await writer.publish(replacing: nil)
    #expect(files.text(TestPartition.place) == "x\n")
  }

  @Test func `a full disk is reported by every call until the writer is rolled back`() async throws {
    let disk = ModelledDisk()
    let partition = TestPartition(compression: .none)
    let writer = try partition.writer(disk)
    try await writer.append(partition.batch(["x"]))
    let savepoint = try await writer.savepoint()
    disk.fail(.write, with: .noSpace)
    let full = StorageError(operation: "write", path: TestPartition.target.staging, errno: .noSpace)
    let large = partition.batch([TestPartition.line(300_000)])
    await #expect(throws: full) { try await writer.append(large) }
    await #expect(throws: full) { try await writer.append(partition.batch(["y"])) }
    await #expect(throws: full) { _ = try await writer.savepoint() }
    try await writer.rollback(to: savepoint)
    try await writer.append(partition.batch(["z"]))
    #expect(try await writer.publish(replacing: nil).rows == 2)
    #expect(disk.text(TestPartition.place) == "x\nz\n")
  }

  @Test(arguments: [ModelledDisk.Operation.Kind.sync, .close, .rename, .syncDirectory])
  func `a failed publication is not retried`(kind: ModelledDisk.Operation.Kind) async throws {
    let disk = ModelledDisk()
    try disk.makeDirectories("/sink/day=1")
    let partition = TestPartition()
    let writer = try partition.writer(disk)
    let savepoint = try await writer.savepoint()
    try await writer.append(partition.batch(["x"]))
    disk.fail(kind, with: .ioError)
    await #expect(throws: StorageError.self) { _ = try await writer.publish(replacing: nil) }
    await #expect(throws: StorageError.self) { _ = try await writer.publish(replacing: nil) }
    await #expect(throws: StorageError.self) { try await writer.rollback(to: savepoint) }
    await writer.discard()
    #expect(!disk.files.map(\.path).contains(TestPartition.target.staging))
  }

  @Test func `a writer that could not begin leaves nothing`() throws {
    let disk = ModelledDisk()
    disk.fail(.write, with: .noSpace)
    #expect(throws: StorageError(operation: "write", path: TestPartition.target.staging, errno: .noSpace)) {
      _ = try TestPartition().writer(disk)
    }
    #expect(disk.files.isEmpty)
  }

  @Test func `a path outside the sink is rejected before anything is renamed`() async throws {
    let files = MemoryFileStore()
    let target = PartitionTarget(root: "/sink", path: "../a", staging: "/sink/_tidemark/staging/a")
    let writer = try PartitionWriter(
      target: target, schema: TestPartition().schema, format: .ndjson, compression: .none, files: files)
    let error = await #expect(throws: ContainedPathError.self) { _ = try await writer.publish(replacing: nil) }
    #expect(error?.description == "cannot use the path '../a' below /sink: '..' is not allowed as a part")
    await writer.discard()
    #expect(files.paths == [])
  }

  @Test(arguments: [
    ModelledDisk.Survival.strict, .processOnly, .partial(seed: 1), .partial(seed: 2), .partial(seed: 3),
  ])
  func `a crash at any point leaves the old file or the new one`(survival: ModelledDisk.Survival) async throws {
    let partition = TestPartition()
    func attempt(on disk: ModelledDisk, _ texts: [String]) async throws {
      let writer = try partition.writer(disk)
      for text in texts { try await writer.append(partition.batch([text])) }
      _ = try await writer.publish(replacing: nil)
    }
    let old = ["old"]
    let new = [TestPartition.line(200_000), "new"]
    let contents = [old, new].map { $0.map { $0 + "\n" }.joined() }
    var crashes = 0
    while true {
      let before = ModelledDisk()
      try await attempt(on: before, old)
      before.crash(after: crashes)
      do {
        try await attempt(on: before, new)
        break
      } catch {
        crashes += 1
      }
      let after = before.afterCrash(survival)
      let found = try after.read(TestPartition.place, limit: .max)
      let read = Gunzip(found)
      #expect(read.isWhole && contents.contains(String(decoding: read.content, as: UTF8.self)))
      try await attempt(on: after, new)
      #expect(after.files.map(\.path) == [TestPartition.place], "after \(crashes) operations")
      #expect(areEqual(Gunzip(after.files[0].bytes).content, Array(contents[1].utf8)))
    }
    #expect(crashes > 8)
  }
}
