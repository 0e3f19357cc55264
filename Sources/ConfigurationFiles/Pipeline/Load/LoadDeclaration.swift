/// `load`: the warehouse table that equals the partitions, and the client that reaches it.
package struct LoadDeclaration: Hashable, Sendable {
  package var engine: WarehouseEngine
  package var table: TableName
  /// A program that reads SQL on standard input, and its arguments.
  package var client: [String]
  /// The location from which the engine reads the partitions, if it is not the sink; without a slash at its end.
  package var files: String?
  /// Provisional chunks are not loaded.
  package var isFinalOnly: Bool

  /// The column that names the chunk of a row in every loaded table.
  package static let chunkColumn = "_tidemark_chunk"

  package init(
    engine: WarehouseEngine, table: TableName, client: [String], files: String? = nil, isFinalOnly: Bool = false
  ) {
    self.engine = engine
    self.table = table
    self.client = client
    self.files = files
    self.isFinalOnly = isFinalOnly
  }
}
