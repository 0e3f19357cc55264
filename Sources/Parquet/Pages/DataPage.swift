/// A run of a column's rows.
struct DataPage: Sendable {
  var body: PageBody
  var encoding: Encoding
  var rowCount: Int
  var nullCount: Int
  /// Nil if all values are null or NaN.
  var bounds: ColumnStatistics?
}
