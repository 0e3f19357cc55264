/// The type of an output column.
package enum ColumnType: String, CaseIterable, Hashable, Sendable, Codable {
  /// UTF-8 text.
  case string
  /// An integer within 64 bits.
  case integer
  /// An exact decimal number of any length.
  case decimal
  /// An IEEE 754 binary64 number.
  case double
  case boolean
  /// A calendar day without a zone.
  case date
  /// An instant, to the microsecond.
  case timestamp
  /// A wall clock time without a zone, to the microsecond.
  case localTimestamp = "local_timestamp"
  /// A duration in seconds.
  case seconds
  /// A JSON value, as compact text.
  case json
}

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

/// The columns of a partition, in the order in which they are written.
package struct Schema: Hashable, Sendable, Codable {
  package var columns: [Column]

  package init(columns: [Column]) {
    self.columns = columns
  }
}
