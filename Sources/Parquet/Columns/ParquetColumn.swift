/// One column of a file, at its top level.
package struct ParquetColumn: Hashable, Sendable {
  package var name: String
  package var type: ParquetType
  /// True if no value is null, which the file declares.
  package var isRequired: Bool

  package init(name: String, type: ParquetType, isRequired: Bool = false) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
  }
}
