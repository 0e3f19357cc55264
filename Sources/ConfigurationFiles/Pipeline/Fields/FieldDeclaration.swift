package import Records

/// One output column, complete.
package struct FieldDeclaration: Hashable, Sendable {
  package var name: String
  package var origin: FieldOrigin
  package var type: ColumnType
  /// The API's time format; nil for ISO 8601.
  package var format: TimePattern?
  /// Texts to read as null, compared after trimming.
  package var nullIf: [String]
  package var trim: Bool
  /// Replaces a missing or null value, before the cast.
  package var defaultValue: String?
  /// Joins the elements of an array into text; nil: arrays are JSON.
  package var join: String?
  package var isRequired: Bool

  package init(
    name: String, origin: FieldOrigin, type: ColumnType, format: TimePattern? = nil, nullIf: [String] = [],
    trim: Bool = false, defaultValue: String? = nil, join: String? = nil, isRequired: Bool = false
  ) {
    self.name = name
    self.origin = origin
    self.type = type
    self.format = format
    self.nullIf = nullIf
    self.trim = trim
    self.defaultValue = defaultValue
    self.join = join
    self.isRequired = isRequired
  }
}
