/// The page index's metadata of a data page.
struct PageMetadata: Sendable {
  var offset: Int
  /// The size including the header.
  var storedBytes: Int
  var firstRow: Int
  var rowCount: Int
  var nullCount: Int
  var bounds: ColumnStatistics?
}
