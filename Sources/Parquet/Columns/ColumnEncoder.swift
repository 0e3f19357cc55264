/// Turns one column's values into pages.
protocol ColumnEncoder: Sendable {
  /// Adds some rows of a batch.
  mutating func append(_ values: ParquetValues, rows: Range<Int>)

  /// Ends the current page if it has the bytes or rows that the options allow.
  mutating func closePageIfFull() throws -> DataPage?

  /// Ends the current page and the chunk. The page is nil if it would have no rows.
  mutating func closeChunk() throws -> (page: DataPage?, dictionary: DictionaryPage?)

  /// About the bytes that the open page and the dictionary take now.
  var openBytes: Int { get }
}
