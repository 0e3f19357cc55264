package import ConfigurationFiles
package import Planning
package import Records

/// A warehouse table and the partitions that it shall equal.
package struct LoadTarget: Sendable {
  package var pipeline: String
  package var table: TableName
  /// The columns of all partitions, without the one that names the chunk.
  package var columns: [Column]
  package var files: PartitionFiles
  /// The partitions contain the column that names the chunk: a field with the origin `$chunk.id`.
  package var hasOwnChunkColumn: Bool

  package init(
    pipeline: String, table: TableName, columns: [Column], files: PartitionFiles, hasOwnChunkColumn: Bool = false
  ) {
    self.pipeline = pipeline
    self.table = table
    self.columns = columns
    self.files = files
    self.hasOwnChunkColumn = hasOwnChunkColumn
  }

  /// The column that names the chunk of a row.
  package var chunkColumn: String { LoadDeclaration.chunkColumn }

  /// The table that records loaded chunks, in the schema of the target table.
  package var record: TableName { table.sibling("_tidemark_loaded") }

  /// True if partitions with these columns lack the chunk column, so that the load adds it to each row.
  package func needsLabels(_ columns: [Column]) -> Bool { !columns.contains { $0.name == chunkColumn } }

  /// The beginning of all values in the chunk column: several pipelines may load the same table.
  package var labelPrefix: String { hasOwnChunkColumn ? "" : "\(pipeline)/" }

  /// The value of a chunk's rows in the chunk column.
  package func label(of chunk: ChunkID) -> String { labelPrefix + chunk.text }
}
