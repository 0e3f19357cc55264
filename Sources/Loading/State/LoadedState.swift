package import Planning

/// The state of the target table before a load: the result of the query script.
package struct LoadedState: Hashable, Sendable {
  /// Empty if the table does not exist, whatever `_tidemark_loaded` lists.
  package var chunks: [ChunkID: LoadedChunk]
  /// The table's columns in their order; nil if the table does not exist.
  package var columns: [LoadedColumn]?
  /// The schema that contains the table exists.
  package var hasSchema: Bool

  package init(chunks: [ChunkID: LoadedChunk] = [:], columns: [LoadedColumn]? = nil, hasSchema: Bool = true) {
    self.chunks = chunks
    self.columns = columns
    self.hasSchema = hasSchema
  }

  /// True if the target table exists.
  package var hasTable: Bool { columns != nil }

  /// The rows of all loaded chunks.
  package var rows: Int { chunks.values.reduce(0) { $0 + $1.rows } }
}
