/// The values of one column. Which case a column has follows from its type.
package enum ColumnValues: Sendable {
  /// Values of `string`, `decimal` and `json` columns. Each reference is of kind `null` or `string`; only a `string`
  /// column's may have escapes. A decimal's text is digits with at most one sign and one point, without leading zeros,
  /// and thus valid JSON; a `json` column's is compact JSON.
  case text([ValueRef])
  /// Values of `integer`; `timestamp` in microseconds since the epoch; `local_timestamp` in microseconds of local
  /// time; `seconds`; `date` in days since the epoch.
  case integers(FixedValues<Int64>)
  /// `double`; never NaN or infinite.
  case doubles(FixedValues<Double>)
  case booleans(FixedValues<Bool>)

  /// The case that a column of a type has.
  package enum Representation: Hashable, Sendable {
    case text
    case integers
    case doubles
    case booleans
  }
}
