package import ConfigurationFiles
package import Records

/// A column proposed for a response.
package struct FieldProposal: Sendable {
  /// The path of the value in a record.
  package var path: FieldOrigin.KeyPath
  /// The keys of the path joined by `_`; unique among the columns, ignoring case.
  package var name: String
  package var type: ColumnType
  package var nullIf: [String]
  /// The number of records without a significant value.
  package var emptyCount: Int
  package var example: String?

  /// True if its name suggests that it contains the record's time.
  package var isTimeOfRecord: Bool { path.keys.contains { FieldName($0).isTimeOfRecord } }

  init(path: [String], name: String, _ inference: FieldInference) {
    self.path = FieldOrigin.KeyPath(path)
    self.name = name
    type = inference.type(isIdentifier: FieldName(path.last ?? "").isIdentifier)
    nullIf = inference.nullIf(type)
    emptyCount = inference.emptyCount
    example = inference.example
  }
}
