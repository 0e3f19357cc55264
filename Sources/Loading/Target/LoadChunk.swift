package import Planning
package import Records

/// A chunk with a partition, as the manifest describes it.
package struct LoadChunk: Hashable, Sendable {
  package var id: ChunkID
  /// Relative to the sink.
  package var path: String
  package var rows: Int
  package var bytes: Int
  package var sha256: String
  /// The columns of its partition, in the order of the file.
  package var columns: [Column]

  package init(id: ChunkID, path: String, rows: Int, bytes: Int, sha256: String, columns: [Column]) {
    self.id = id
    self.path = path
    self.rows = rows
    self.bytes = bytes
    self.sha256 = sha256
    self.columns = columns
  }
}
