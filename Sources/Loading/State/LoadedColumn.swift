/// A column of the target table.
package struct LoadedColumn: Hashable, Sendable {
  package var name: String
  /// As the engine writes it.
  package var type: String

  package init(name: String, type: String) {
    self.name = name
    self.type = type
  }
}
