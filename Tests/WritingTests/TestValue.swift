/// A value of a test's row.
enum TestValue: Hashable {
  case null
  /// Text as it is.
  case text(String)
  /// Text as it is written in a JSON string.
  case escaped(String)
  case integer(Int64)
  case double(Double)
  case boolean(Bool)
}
