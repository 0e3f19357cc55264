/// The result of a load, in numbers.
package struct LoadSummary: Hashable, Sendable {
  package var pipeline: String
  package var table: String
  /// Partitions that the manifest lists and the load wants.
  package var partitions: Int
  /// Partitions that were loaded, and their rows.
  package var loaded: Int
  package var rows: Int
  /// Chunks whose rows were removed.
  package var removed: Int
  package var unchanged: Int
  package var duration: Duration

  package init(
    pipeline: String, table: String, partitions: Int, loaded: Int, rows: Int, removed: Int, unchanged: Int,
    duration: Duration
  ) {
    self.pipeline = pipeline
    self.table = table
    self.partitions = partitions
    self.loaded = loaded
    self.rows = rows
    self.removed = removed
    self.unchanged = unchanged
    self.duration = duration
  }
}
