/// The footer's metadata of a column chunk.
struct ChunkMetadata: Sendable {
  /// Each encoding of data pages and how many pages have it, in order of first use.
  var encodings: [(encoding: Encoding, pages: Int)] = []
  var valueCount = 0
  var nullCount = 0
  var bounds: ColumnStatistics?
  var rawBytes = 0
  var storedBytes = 0
  var dictionaryOffset: Int?
  var dataOffset = 0
  /// One a data page.
  var pages: [PageMetadata] = []
}
