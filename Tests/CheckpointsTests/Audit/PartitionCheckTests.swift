import Checkpoints
import Foundation
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct PartitionCheckTests {
  @Test func `a quick check finds missing files and wrong sizes or checksums; reading finds other changed bytes`()
    throws
  {
    let sink = try TestSink()
    let check = PartitionCheck(sink: TestSink.path, files: sink.files, inspector: nil)
    let partition = try #require(TestSink.entry(1).partition)
    #expect(check.quick(partition, columns: []) == .missing)
    try sink.publish(1)
    #expect(check.quick(partition, columns: []) == nil)
    #expect(check.deep(partition, columns: []) == nil)

    try sink.write("short", to: partition.path)
    #expect(check.quick(partition, columns: []).map(String.init) == "has 5 bytes; expected 19")

    var bytes = TestSink.gzip(1)
    bytes[bytes.count - 5] = 0xFF
    try sink.write(bytes, to: partition.path)
    #expect(
      check.quick(partition, columns: []).map(String.init) == "has the gzip checksum ffabcd01; expected 01abcd01")

    bytes = TestSink.gzip(1)
    bytes[0] = 0
    try sink.write(bytes, to: partition.path)
    #expect(check.quick(partition, columns: []) == nil)
    let found = TestSink.sha256(bytes).prefix(12)
    #expect(
      check.deep(partition, columns: []).map(String.init)
        == "has the SHA-256 \(found)…; expected \(partition.sha256.prefix(12))…")
  }

  @Test func `an uncompressed file is checked by size and by reading`() throws {
    let sink = try TestSink()
    let check = PartitionCheck(sink: TestSink.path, files: sink.files, inspector: nil)
    // Over more than one piece.
    let bytes = (0..<((1 << 20) + 77)).map { UInt8(truncatingIfNeeded: $0 / 251) }
    try sink.write(bytes, to: "a.csv")
    var partition = CheckpointEntry.Partition(
      path: "a.csv", rows: 1, bytes: bytes.count, sha256: TestSink.sha256(bytes), crc32: "00000000", changedIn: "r")
    #expect(check.quick(partition, columns: []) == nil)
    #expect(check.deep(partition, columns: []) == nil)
    partition.sha256 = String(repeating: "0", count: 64)
    #expect(check.quick(partition, columns: []) == nil)
    #expect(check.deep(partition, columns: []) != nil)
  }

  @Test func `a gzip file too short for a checksum is damaged`() throws {
    let sink = try TestSink()
    try sink.write("abc", to: "a.csv.gz")
    let partition = CheckpointEntry.Partition(
      path: "a.csv.gz", rows: 0, bytes: 3, sha256: "", crc32: "00000000", changedIn: "r")
    let check = PartitionCheck(sink: TestSink.path, files: sink.files, inspector: nil)
    #expect(check.quick(partition, columns: []) == .checksum(found: "none", expected: "00000000"))
  }

  @Test(arguments: ["../secret", "/etc/passwd", "link/a.csv.gz"])
  func `a path that leads outside the sink is not followed`(_ path: String) throws {
    let files = MemoryFileStore()
    let sink = try TestSink(files)
    try files.place("abc", at: "/exports/secret")
    try files.placeLink("/exports/calls/link", to: "/exports")
    var partition = try #require(TestSink.entry(1).partition)
    partition.path = path
    for damage in [
      PartitionCheck(sink: TestSink.path, files: sink.files, inspector: nil).quick(partition, columns: []),
      PartitionCheck(sink: TestSink.path, files: sink.files, inspector: nil).deep(partition, columns: []),
    ] {
      guard case .unsafePath? = damage else {
        Issue.record("\(path) was taken")
        continue
      }
    }
  }

  @Test func `unreadable files are reported`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    try sink.publish(1)
    let partition = try #require(TestSink.entry(1).partition)
    disk.fail(.open, with: .permissionDenied)
    #expect(
      PartitionCheck(sink: TestSink.path, files: disk, inspector: nil).quick(partition, columns: []).map(String.init)
        == "cannot be checked: cannot open /exports/calls/\(partition.path): Permission denied")
  }
}
