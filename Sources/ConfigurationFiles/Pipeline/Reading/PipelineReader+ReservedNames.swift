import Records

/// The part of a pipeline file that would collide with names of warehouses and of their loading.
extension PipelineReader {
  /// Prefixes of column names that BigQuery rejects, in any case.
  private static let bigQueryPrefixes = [
    "_PARTITION", "_TABLE_", "_FILE_", "_ROW_TIMESTAMP", "__ROOT__", "_COLIDENTIFIER", "_CHANGE_",
  ]

  /// The column that states each row's chunk in a table of a warehouse.
  private static let chunkColumn = "_tidemark_chunk"

  /// Reports columns that a warehouse rejects, as errors only if the pipeline's `load` uses it, and a column
  /// `_tidemark_chunk` that is not the chunk's ID.
  mutating func checkReservedNames(_ fields: [FieldDeclaration], _ root: SpecSection) {
    let locations = Dictionary(root.names("fields").map { ($0.name, $0.location) }) { first, _ in first }
    let isLoadedByBigQuery = root.section("load")?.word("into", WarehouseEngine.self) == .bigquery
    for field in fields {
      let location = locations[field.name] ?? root.location(of: "fields")
      let folded = field.name.uppercased()
      if let prefix = PipelineReader.bigQueryPrefixes.first(where: folded.hasPrefix) {
        reader.report(
          "BigQuery rejects the column name `\(field.name)`, because it begins with `\(prefix)`; choose another name",
          at: location, severity: isLoadedByBigQuery ? .error : .warning)
      }
      guard field.name.lowercased() == PipelineReader.chunkColumn else { continue }
      let isChunkID =
        field.name == PipelineReader.chunkColumn && field.origin == .chunk && field.type == .string
        && field.nullIf.isEmpty
      if !isChunkID {
        reader.report(
          "`\(field.name)` is reserved for the chunk's ID; write `_tidemark_chunk: $chunk.id`, or choose another name",
          at: location)
      }
    }
  }
}
