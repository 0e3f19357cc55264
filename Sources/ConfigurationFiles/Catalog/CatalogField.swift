package import Records

/// One documented field of a report.
package struct CatalogField: Sendable {
  /// The default column name, and the name that pipelines use for it in `from`.
  package var name: String
  /// The source of the value.
  package var origin: FieldOrigin
  package var type: ColumnType
  /// The API's time format; nil for ISO 8601.
  package var format: TimePattern?
  package var help: String?
  package var nullIf: [String]
  package var trim: Bool
  package var defaultValue: String?
  package var join: String?
  /// A record without the key is a bad record.
  package var isRequired: Bool
  /// Hints for generated values, used only by the sandbox.
  package var sample: SampleHint?

  package init(
    name: String, origin: FieldOrigin, type: ColumnType, format: TimePattern?, help: String?, nullIf: [String],
    trim: Bool, defaultValue: String?, join: String?, isRequired: Bool, sample: SampleHint?
  ) {
    self.name = name
    self.origin = origin
    self.type = type
    self.format = format
    self.help = help
    self.nullIf = nullIf
    self.trim = trim
    self.defaultValue = defaultValue
    self.join = join
    self.isRequired = isRequired
    self.sample = sample
  }
}
