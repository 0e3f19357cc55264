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
