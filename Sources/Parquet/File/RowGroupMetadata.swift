struct RowGroupMetadata: Sendable {
  var rowCount: Int
  var offset: Int
  var columns: [ChunkMetadata]
}
