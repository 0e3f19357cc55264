import Compression
import Foundation
import Records
import Storage
import SystemPackage
import TestSupport
import Testing
import Writing

struct GzipPartitionTests {
  static let block = GzipMember.blockSize
  static let levels: [GzipLevel] = [.standard, .level(0), .level(1), .level(6), .level(9)]

  @Test(arguments: [0, 1, 2, block - 1, block, block + 1, 2 * block, 3 * block + 17])
  func `any length is one complete member`(length: Int) async throws {
    for level in GzipPartitionTests.levels {
      let partition = TestPartition(compression: .gzip(level))
      let lines = length == 0 ? [] : length == 1 ? [[""]] : [[TestPartition.line(length)]]
      let content = Array(lines.joined().map { ($0.isEmpty ? "\"\"" : $0) + "\n" }.joined().utf8)
      let bytes = try await partition.bytes(of: lines)
      #expect(bytes.prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
      let read = Gunzip(bytes)
      #expect(read.isWhole && read.length == bytes.count)
      #expect(areEqual(read.content, content))
      var trailer = CRC32(of: content).littleEndianBytes
      withUnsafeBytes(of: UInt32(content.count).littleEndian) { trailer += $0 }
      #expect(bytes.suffix(8).elementsEqual(trailer))
    }
  }

  @Test func `the bytes do not depend on threads or on the sizes of batches`() async throws {
    let texts = (0..<6_000).map { "row \($0) \(TestPartition.line(1 + $0 % 90, seed: UInt64($0)))." }
    let whole = try await TestPartition().bytes(of: [texts])
    #expect(whole.count > 100_000)
    for (parallelism, size) in [(1, 6_000), (4, 6_000), (1, 7), (4, 1_001), (2, 113)] {
      let groups = stride(from: 0, to: texts.count, by: size).map { Array(texts[$0..<min($0 + size, texts.count)]) }
      let bytes = try await TestPartition(parallelism: parallelism).bytes(of: groups)
      #expect(areEqual(bytes, whole), "\(parallelism) at once, \(size) rows a batch")
    }
    #expect(areEqual(Gunzip(whole).content, Array(texts.map { $0 + "\n" }.joined().utf8)))
  }

  @Test func `a block refers back to the end of the one before`() async throws {
    // Random but repeated within deflate's window, so that only references can make it small.
    let line = TestPartition.line(30_000)
    let bytes = try await TestPartition().bytes(of: [Array(repeating: line, count: 20)])
    #expect(Gunzip(bytes).content.count == 600_000)
    // A block without a dictionary would need 22 KB for the line once more.
    #expect(bytes.count < 30_000)
  }

  @Test func `the size stays near that of one stream`() async throws {
    let texts = (0..<9_000).map { "\($0),\(TestPartition.line(20, seed: UInt64($0 % 90))),agent \($0 % 17)" }
    let bytes = try await TestPartition().bytes(of: [texts])
    let whole = try Deflater(.standard).compress(Gunzip(bytes).content, after: [], isLast: true)
    #expect(bytes.count < whole.count * 102 / 100)
  }

  @Test func `gzip accepts the file`() async throws {
    let folder = try TemporaryFolder()
    let target = PartitionTarget(
      root: folder.path, path: "a.csv.gz", staging: folder.path.appending("_tidemark/staging/a"))
    let writer = try PartitionWriter(
      target: target, schema: TestPartition().schema, format: .csv(CSVDialect()), compression: .gzip(.level(6)),
      files: DiskFileStore())
    for row in 0..<12 {
      try await writer.append(TestPartition().batch([TestPartition.line(30_000, seed: UInt64(row))]))
    }
    let published = try await writer.publish(replacing: nil)

    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/gzip")
    process.arguments = ["-t", "-v", folder.path.appending("a.csv.gz").string]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try DiskFileStore().list(folder.path.appending("_tidemark/staging")) == [])
    #expect(try DiskFileStore().status(folder.path.appending("a.csv.gz"))?.size == published.bytes)
  }
}
