package import Planning

/// A sink that cannot be a Delta table, or a log that cannot be continued.
package enum DeltaTableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Chunks are nil for a column that the log lists.
  case conflictingTypes(column: String, known: String, in: ChunkID?, other: String, otherIn: ChunkID?)
  case differentKeys(path: String, found: [String], expected: [String])
  case invalidVersion(path: String, problem: String)
  case missingVersion(path: String)
  case contested(path: String)

  private static let rebuild = "remove `_delta_log`, and the next run writes a new one"

  package var description: String {
    switch self {
    case .conflictingTypes(let column, let known, let chunk?, let other, let otherChunk):
      "column `\(column)` is \(known) in chunk \(chunk) and \(other) in "
        + (otherChunk.map { "chunk \($0)" } ?? "the new files")
        + ", and a table has one type per column; re-export with `--refresh changed`, or use a different sink path"
    case .conflictingTypes(let column, let known, nil, let other, let chunk):
      "column `\(column)` is \(known) in the Delta log and \(other) in "
        + (chunk.map { "chunk \($0)" } ?? "the partition path") + "; \(DeltaTableError.rebuild)"
    case .differentKeys(let path, let found, let expected):
      "\(path) has the partition keys \(DeltaTableError.list(found)); expected \(DeltaTableError.list(expected)) as "
        + "in the table's other files; re-export with `--refresh changed`, or use a different sink path"
    case .invalidVersion(let path, let problem):
      "the Delta log \(path) \(problem); \(DeltaTableError.rebuild)"
    case .missingVersion(let path):
      "the version \(path) of the Delta log is missing; \(DeltaTableError.rebuild)"
    case .contested(let path):
      "cannot add a version to the Delta log, because another program keeps writing \(path); rerun to try again"
    }
  }

  private static func list(_ keys: [String]) -> String {
    keys.isEmpty ? "none" : keys.map { "`\($0)`" }.joined(separator: ", ")
  }
}
