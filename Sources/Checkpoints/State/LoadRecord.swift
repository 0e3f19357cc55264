package import Records
import Storage

/// The load after a run, as its record describes it.
package struct LoadRecord: Hashable, Sendable, Codable {
  package var table: String
  package var endedAt: Instant
  package var exitCode: Int
  /// The partitions that were loaded, and their rows.
  package var loaded: Int
  package var rows: Int
  /// Chunks whose rows were removed.
  package var removed: Int
  package var unchanged: Int
  /// Nil if the load succeeded.
  package var reason: String?

  package init(
    table: String, endedAt: Instant, exitCode: Int, loaded: Int = 0, rows: Int = 0, removed: Int = 0,
    unchanged: Int = 0, reason: String? = nil
  ) {
    self.table = table
    self.endedAt = endedAt
    self.exitCode = exitCode
    self.loaded = loaded
    self.rows = rows
    self.removed = removed
    self.unchanged = unchanged
    self.reason = reason
  }

  private enum CodingKeys: String, CodingKey {
    case table, loaded, rows, removed, unchanged, reason
    case endedAt = "ended_at"
    case exitCode = "exit_code"
  }
}

extension CheckpointStore {
  /// Adds a load to the record of a run.
  ///
  /// - Throws: `StateFileError` or `StorageError`.
  package func addLoad(_ load: LoadRecord, toRun run: String) throws {
    let bytes = try files.read(layout.record(ofRun: run), limit: StateFile.maxBytes)
    var record = try StateFile().decode(RunRecord.self, from: bytes)
    record.load = load
    try write(record)
  }
}
