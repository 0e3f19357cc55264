import Checkpoints
import Crypto
import Planning
import Records
import Storage
import SystemPackage
import TestSupport

/// A sink with one partition a day of October 2026.
struct TestSink {
  static let path: FilePath = "/exports/calls"
  static let run = "20261120T235900Z-1f3a"

  let files: any FileStore
  let store: CheckpointStore

  init(_ files: any FileStore = MemoryFileStore(), sink: FilePath = TestSink.path) throws {
    self.init(found: files, sink: sink)
    try store.prepare()
  }

  /// A sink with existing files.
  init(found files: any FileStore, sink: FilePath = TestSink.path) {
    self.files = files
    store = CheckpointStore(sink: sink, files: files)
  }

  /// The days `first..<last` of October 2026 in UTC.
  static func span(_ first: Int, _ last: Int? = nil) -> Range<Instant> {
    let start = Instant("2026-10-01T00:00:00Z")! + .seconds(86_400 * (first - 1))
    return start..<(start + .seconds(86_400 * ((last ?? first + 1) - first)))
  }

  static func id(_ day: Int) -> ChunkID { ChunkID(span(day)) }

  static func partitionPath(_ day: Int) -> String { "date=\(day)/\(id(day)).csv.gz" }

  /// Bytes that end as a gzip file does, with a checksum made of the day.
  static func gzip(_ day: Int, _ text: String = "rows") -> [UInt8] {
    Array("[\(text) of \(day)]".utf8) + [UInt8(day), 0xCD, 0xAB, 0x01] + [4, 0, 0, 0]
  }

  static func checksum(_ day: Int) -> String { "01abcd" + (day < 16 ? "0" : "") + String(day, radix: 16) }

  static func sha256(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  static func entry(_ day: Int, to last: Int? = nil, text: String = "rows", run: String = TestSink.run)
    -> CheckpointEntry
  {
    let bytes = gzip(day, text)
    let span = span(day, last)
    return CheckpointEntry(
      span: span, state: .final, outcome: .rows,
      partition: CheckpointEntry.Partition(
        path: "date=\(day)/\(ChunkID(span)).csv.gz", rows: 3, bytes: bytes.count, sha256: sha256(bytes),
        crc32: checksum(day),
        changedIn: run),
      rejects: nil,
      requests: [
        CheckpointEntry.Request(window: Window(span: span), status: 200, rows: 3, declared: nil, bytes: 1_000)
      ],
      columns: [Column(name: "id", type: .string), Column(name: "at", type: .localTimestamp)],
      fingerprint: "f00d", run: run, committedAt: Instant("2026-11-21T00:00:03Z")!)
  }

  /// Publishes a day's partition as the writer does, then commits it.
  func commit(_ day: Int, text: String = "rows", run: String = TestSink.run) throws {
    try publish(day, text: text)
    try store.commit(TestSink.entry(day, text: text, run: run))
  }

  func publish(_ day: Int, text: String = "rows") throws {
    let place = store.layout.sink.pushing(FilePath(TestSink.partitionPath(day)))
    try files.makeDirectories(place.parentDirectory)
    let staging = store.layout.staging.appending("\(TestSink.id(day))")
    let file = try files.create(staging, mode: .shared)
    try file.write(TestSink.gzip(day, text))
    try file.sync()
    try file.close()
    try files.rename(staging, to: place)
    try files.syncDirectory(place.parentDirectory)
  }

  /// Puts a file somewhere below the sink, durably.
  func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let path = store.layout.sink.pushing(FilePath(path))
    try files.makeDirectories(path.parentDirectory)
    let file = try files.create(path, mode: .shared)
    try file.write(bytes)
    try file.sync()
    try file.close()
    try files.syncDirectory(path.parentDirectory)
  }

  func text(_ path: FilePath) throws -> String {
    String(decoding: try files.read(path, limit: 1 << 20), as: UTF8.self)
  }
}
