import Compression
import Mapping
import Records
import Storage
import SystemPackage
import Writing

/// The rejected records of a chunk, as NDJSON: `{"field", "reason", "value", "record"}`, one per line.
///
/// The file is created with the first record.
actor RejectWriter {
  private let target: PartitionTarget
  private let files: any FileStore
  private var writer: PartitionWriter?

  static let schema = Schema(columns: [
    Column(name: "field", type: .string), Column(name: "reason", type: .string), Column(name: "value", type: .string),
    Column(name: "record", type: .string),
  ])

  enum Savepoint: Sendable {
    case absent
    case within(PartitionSavepoint)
  }

  /// Its place within the sink.
  nonisolated var path: String { target.path }

  init(target: PartitionTarget, files: any FileStore) {
    self.target = target
    self.files = files
  }

  func savepoint() async throws -> Savepoint {
    guard let writer else { return .absent }
    return .within(try await writer.savepoint())
  }

  func rollback(to savepoint: Savepoint) async throws {
    switch savepoint {
    case .absent:
      await writer?.discard()
      writer = nil
    case .within(let savepoint): try await writer?.rollback(to: savepoint)
    }
  }

  func append(_ rejects: [Reject]) async throws {
    let writer =
      try self.writer
      ?? PartitionWriter(
        target: target, schema: RejectWriter.schema, format: .ndjson,
        compression: .gzip(.standard), files: files)
    self.writer = writer
    try await writer.append(RejectWriter.batch(of: rejects))
  }

  /// Returns nil if no record was rejected.
  func publish(replacing current: PublishedFile?) async throws -> PublishedFile? {
    try await writer?.publish(replacing: current)
  }

  func discard() async {
    await writer?.discard()
    writer = nil
  }

  static func batch(of rejects: [Reject]) -> RecordBatch {
    var arena: [UInt8] = []
    func text(_ bytes: some Collection<UInt8>) -> ValueRef {
      // A record is raw text from the source: invalid UTF-8 in it becomes U+FFFD, so that the line can be read.
      let clean = Array(String(decoding: bytes, as: UTF8.self).utf8)
      defer { arena += clean }
      return ValueRef(
        kind: .string, offset: arena.count, length: clean.count, isNonASCII: clean.contains { $0 >= 0x80 },
        isInArena: true)
    }
    let fields = rejects.map { text($0.field.utf8) }
    let reasons = rejects.map { text($0.reason.utf8) }
    let values = rejects.map { reject in reject.value.map { text($0.utf8) } ?? .null }
    let records = rejects.map { text($0.record) }
    return RecordBatch(
      received: [], arena: arena, rowCount: rejects.count,
      columns: [.text(fields), .text(reasons), .text(values), .text(records)])
  }
}
