/// The encodings that this writer uses, by the format's numbers.
enum Encoding: Int, Sendable {
  case plain = 0
  /// The hybrid of runs and packed bits, used for levels.
  case rle = 3
  case deltaBinaryPacked = 5
  case rleDictionary = 8
}

/// A page's content before or after compression.
struct PageBody: Sendable {
  enum State: Sendable {
    case raw([UInt8])
    case compressed([UInt8], crc: UInt32)
  }

  var state: State
  /// Bytes before compression.
  let rawCount: Int
  /// True if a job for the page was returned.
  var isTaken = false

  init(raw: [UInt8]) {
    state = .raw(raw)
    rawCount = raw.count
  }

  var isCompressed: Bool {
    if case .compressed = state { true } else { false }
  }
}

/// A run of a column's rows.
struct DataPage: Sendable {
  var body: PageBody
  var encoding: Encoding
  var rowCount: Int
  var nullCount: Int
  /// Nil if all values are null or NaN.
  var bounds: ValueBounds?
}

/// The values that the indices of data pages refer to, in `PLAIN` form.
struct DictionaryPage: Sendable {
  var body: PageBody
  var valueCount: Int
}

/// One column of a row group.
struct ColumnChunk: Sendable {
  var dictionary: DictionaryPage?
  var pages: [DataPage] = []
}

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
