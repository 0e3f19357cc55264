import ConfigurationFiles
import Planning
package import Records

/// The SQL of one engine. Scripts are complete inputs of the engine's own client and depend on nothing but the
/// arguments.
///
/// Every script sets the client's encoding to UTF-8 and does not contain credentials.
package protocol SQLDialect: Sendable {
  /// Quotes a name, so that any text is a valid identifier.
  func quoted(_ name: String) -> String

  /// Returns a text literal.
  func literal(_ text: String) -> String

  /// The type of a table's column.
  func typeName(of type: ColumnType) -> String

  /// The name of a type as the query script prints it, if it is not `typeName` in lowercase.
  func reportedTypeName(of type: ColumnType) -> String

  /// Returns the statements that create the target table, for a person who wants to create it.
  func definition(of target: LoadTarget) -> String

  /// Returns the script that prints the state of the target table in the format that `LoadedState` parses. It changes
  /// nothing.
  ///
  /// - Parameter countsRows: counts the rows of the table, instead of reading the counts that `_tidemark_loaded`
  ///   recorded.
  func query(_ target: LoadTarget, countsRows: Bool) -> String

  /// Returns the script that makes the table equal to the partitions, completely or not at all.
  ///
  /// The script fails with the messages of `LoadFailureText` if another load changed the table since the query, or
  /// if the table's rows differ in number from the manifest's.
  func script(_ load: LoadScript) -> String
}

extension SQLDialect {
  package func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

  package func literal(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  package func reportedTypeName(of type: ColumnType) -> String { typeName(of: type).lowercased() }

  /// A table's name with all its parts.
  func quoted(_ table: TableName) -> String { table.parts.map { quoted($0) }.joined(separator: ".") }

  func quoted(_ columns: [Column]) -> String { columns.map { quoted($0.name) }.joined(separator: ", ") }

  /// The columns of the target table as a definition lists them: the chunk column first.
  func columnDefinitions(of target: LoadTarget, chunkType: String) -> [String] {
    let others = target.columns.filter { $0.name != target.chunkColumn }
    return ["\(quoted(target.chunkColumn)) \(chunkType)"] + others.map { "\(quoted($0.name)) \(typeName(of: $0.type))" }
  }

  /// The condition that selects the target's rows of `_tidemark_loaded`.
  func isRecorded(_ target: LoadTarget) -> String {
    "\(quoted("target_table")) = \(literal(target.table.description)) AND "
      + "\(quoted("pipeline")) = \(literal(target.pipeline))"
  }

  /// The rows of a list of the chunks to load and to remove: label, chunk, file, SHA-256 and number of rows. A chunk to
  /// remove has no file, no SHA-256 and 0 rows.
  ///
  /// - Parameter file: a chunk's file as the engine names it; nil: the list does not name files.
  func chunkRows(_ load: LoadScript, file: ((LoadChunk) -> String)? = nil) -> [String] {
    func row(_ id: ChunkID, _ others: [String]) -> String {
      "(\(([literal(load.target.label(of: id)), literal(id.text)] + others).joined(separator: ", ")))"
    }
    let due = load.due.map { chunk in
      row(chunk.id, (file.map { [literal($0(chunk))] } ?? []) + [literal(chunk.sha256), "\(chunk.rows)"])
    }
    return due + load.gone.map { row($0, (file == nil ? [] : ["NULL"]) + ["NULL", "0"]) }
  }

  /// A condition that is true if `_tidemark_loaded` lists the chunks of the state for the target, and no others.
  func isUnchanged(_ state: LoadedState, _ target: LoadTarget) -> String {
    let count = "(SELECT count(*) FROM \(quoted(target.record)) WHERE \(isRecorded(target))"
    let all = "\(count)) = \(state.chunks.count)"
    let known = state.chunks.sorted { $0.key < $1.key }.map { chunk, loaded in literal("\(chunk) \(loaded.sha256)") }
    guard !known.isEmpty else { return all }
    let pair = "concat(\(quoted("chunk")), ' ', \(quoted("sha256")))"
    return "\(all)\n    AND \(count)\n      AND \(pair) IN (\n\(known.list(indentedBy: 6)))) = \(known.count)"
  }

  /// Pipelines whose partitions contain the chunk column cannot share a table, because their chunks have the same
  /// values in it.
  func isExclusive(_ target: LoadTarget) -> String? {
    guard target.hasOwnChunkColumn else { return nil }
    return "NOT EXISTS (SELECT 1 FROM \(quoted(target.record)) WHERE "
      + "\(quoted("target_table")) = \(literal(target.table.description)) AND "
      + "\(quoted("pipeline")) <> \(literal(target.pipeline)))"
  }
}

extension [String] {
  /// One element a line.
  func list(indentedBy count: Int) -> String {
    let margin = String(repeating: " ", count: count)
    return map { margin + $0 }.joined(separator: ",\n")
  }
}
