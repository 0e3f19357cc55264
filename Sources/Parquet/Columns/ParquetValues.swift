/// One column's values of some rows.
package enum ParquetValues: Sendable {
  /// Values of `string` columns.
  case text(ParquetText)
  /// Values of `int64`, `date`, `timestamp` and decimals of up to 18 digits. `isNull` has one flag per row, or is
  /// empty if no value is null; the values of null rows are unspecified.
  case integers([Int64], isNull: [Bool] = [])
  case doubles([Double], isNull: [Bool] = [])
  case booleans([Bool], isNull: [Bool] = [])
  /// Values of decimals with more than 18 digits.
  case decimals([Int128], isNull: [Bool] = [])
}
