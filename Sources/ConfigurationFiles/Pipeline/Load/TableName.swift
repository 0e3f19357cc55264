/// The name of a table as written in `load.table`: `table`, `schema.table` or `catalog.schema.table`.
package struct TableName: Hashable, Sendable, CustomStringConvertible {
  /// Outermost first; none is empty.
  package var parts: [String]

  /// Nil if a part is empty. Dots separate parts; a part cannot contain one.
  package init?(written text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ $0.contains { !$0.isWhitespace } }) else { return nil }
    self.parts = parts
  }

  package init(_ parts: [String]) {
    self.parts = parts
  }

  /// The table's own name, without its schema.
  package var table: String { parts.last ?? "" }

  /// The parts before the table's own name; empty for a table of the session's default schema.
  package var schema: [String] { Array(parts.dropLast()) }

  /// Another table in the same schema.
  package func sibling(_ name: String) -> TableName { TableName(schema + [name]) }

  package var description: String { parts.joined(separator: ".") }
}
