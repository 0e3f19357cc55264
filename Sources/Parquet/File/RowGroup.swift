/// A row group on its way into the file.
struct RowGroup: Sendable {
  /// Counted from 0 within the file.
  let number: Int
  var columns: [ColumnChunk]
  var rowCount = 0
  /// True if no more pages follow.
  var isClosed = false

  init(number: Int, columnCount: Int) {
    self.number = number
    self.columns = Array(repeating: ColumnChunk(), count: columnCount)
  }

  var isComplete: Bool {
    isClosed
      && columns.allSatisfy { chunk in
        chunk.dictionary?.body.isCompressed ?? true && chunk.pages.allSatisfy(\.body.isCompressed)
      }
  }

  /// Bytes of all closed pages, before compression.
  var rawBytes: Int {
    columns.reduce(0) { $0 + $1.pages.reduce($1.dictionary?.body.rawCount ?? 0) { $0 + $1.body.rawCount } }
  }

  /// Returns the pages that were not returned before.
  mutating func takeJobs(_ compression: ParquetCompression) -> [ParquetPageJob] {
    var jobs: [ParquetPageJob] = []
    func take(_ body: inout PageBody, column: Int, page: Int?) {
      guard case .raw(let bytes) = body.state, !body.isTaken else { return }
      body.isTaken = true
      let place = ParquetPageJob.Position(rowGroup: number, column: column, page: page)
      jobs.append(ParquetPageJob(place: place, bytes: bytes, compression: compression))
    }
    for column in columns.indices {
      for page in columns[column].pages.indices { take(&columns[column].pages[page].body, column: column, page: page) }
      if columns[column].dictionary != nil { take(&columns[column].dictionary!.body, column: column, page: nil) }
    }
    return jobs
  }

  mutating func put(_ result: ParquetPageResult) {
    let state = PageBody.State.compressed(result.bytes, crc: result.crc)
    if let page = result.place.page {
      columns[result.place.column].pages[page].body.state = state
    } else {
      columns[result.place.column].dictionary?.body.state = state
    }
  }

  /// Pages that were taken but not given back can be taken again.
  mutating func releaseJobs() {
    for column in columns.indices {
      columns[column].dictionary?.body.isTaken = false
      for page in columns[column].pages.indices { columns[column].pages[page].body.isTaken = false }
    }
  }
}
