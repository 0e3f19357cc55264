/// One output column.
package struct Column: Hashable, Sendable {
  package var name: String
  package var type: ColumnType
  /// True if no row is null.
  package var isRequired: Bool

  package init(name: String, type: ColumnType, isRequired: Bool = false) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
  }
}

extension Column: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, type
    case isRequired = "required"
  }

  package init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    name = try keys.decode(String.self, forKey: .name)
    type = try keys.decode(ColumnType.self, forKey: .type)
    isRequired = try keys.decodeIfPresent(Bool.self, forKey: .isRequired) ?? false
  }

  /// `required` is encoded only if it is true.
  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(name, forKey: .name)
    try keys.encode(type, forKey: .type)
    if isRequired { try keys.encode(true, forKey: .isRequired) }
  }
}
