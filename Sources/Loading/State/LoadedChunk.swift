/// A chunk in the warehouse, as `_tidemark_loaded` records it.
package struct LoadedChunk: Hashable, Sendable {
  /// That of the partition it was loaded from; empty for rows that `_tidemark_loaded` does not list.
  package var sha256: String
  package var rows: Int

  package init(sha256: String, rows: Int) {
    self.sha256 = sha256
    self.rows = rows
  }
}
