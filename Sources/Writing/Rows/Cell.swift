import Records

/// One value for a row-wise format. Text is referenced by its position; the reference determines if it is in the
/// received bytes or in the arena.
enum Cell {
  case null
  /// Text, with JSON escapes if the reference has that flag.
  case string(ValueRef)
  /// The text of a decimal number.
  case decimal(ValueRef)
  /// Compact JSON.
  case json(ValueRef)
  /// `integer` and `seconds`.
  case integer(Int64)
  /// Microseconds since the epoch.
  case timestamp(Int64)
  /// Microseconds on a clock without a zone.
  case localTimestamp(Int64)
  /// Days since the epoch.
  case date(Int64)
  case double(Double)
  case boolean(Bool)
}
