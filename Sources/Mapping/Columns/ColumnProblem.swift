import Records

/// Something bad that a column found in a row. The row's value is null.
struct ColumnProblem {
  var row: Int
  var reason: ValueError
  /// The bad value; nil if the key is missing or the default is bad.
  var value: ValueRef?
  var isOfDefault = false
}
