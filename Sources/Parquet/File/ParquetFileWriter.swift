/// Writes one Parquet file: accepts rows column by column, and returns bytes to be written one after another.
///
/// It is a value: a copy is a savepoint, and its later output is the same as if nothing had been appended in between.
/// The bytes depend only on the rows, not on their batches. Between two calls of `append`, run the jobs of `takeJobs`
/// (in any order, in any tasks) and pass their results to `put`; then `takeBytes` returns the complete row groups. At
/// the end: `finish`, its jobs, `takeBytes`, `takeEnd`.
package struct ParquetFileWriter: Sendable {
  /// The number of rows after which pages and row groups may end; fewer if rows are long.
  package static let strideRows = 1024
  static let magic = Array("PAR1".utf8)

  package let columns: [ParquetColumn]
  package private(set) var rowCount = 0
  private let options: ParquetOptions
  private let metadata: FileMetadata
  private var encoders: [any ColumnEncoder]
  /// Row groups that are not in the file yet; the last one is open.
  private var groups: [RowGroup]
  private var written: [RowGroupMetadata] = []
  /// Bytes given so far.
  private var offset = 0
  private var strideRowCount = 0
  private var strideByteCount = 0

  package init(columns: [ParquetColumn], options: ParquetOptions) {
    var options = options
    // Each column has an open page and a dictionary; a wide table must not take the memory of a small one times its
    // columns.
    let share = max(64 << 10, (24 << 20) / max(1, columns.count))
    options.pageBytes = min(options.pageBytes, share)
    options.dictionaryBytes = min(options.dictionaryBytes, share)
    self.columns = columns
    self.options = options
    self.metadata = FileMetadata(columns: columns, options: options)
    self.encoders = columns.map { ParquetFileWriter.encoder(for: $0, options) }
    self.groups = [RowGroup(number: 0, columnCount: columns.count)]
  }

  private static func encoder(for column: ParquetColumn, _ options: ParquetOptions) -> any ColumnEncoder {
    if let width = column.type.fixedLength {
      return DecimalEncoder(width: width, isRequired: column.isRequired, options: options)
    }
    return switch column.type.physical {
    case .byteArray: TextEncoder(isRequired: column.isRequired, options: options)
    case .boolean: BooleanEncoder(isRequired: column.isRequired, options: options)
    default: NumberEncoder(type: column.type, isRequired: column.isRequired, options: options)
    }
  }

  /// Appends rows, one element of `values` a column, each with `rowCount` values of its column's kind.
  ///
  /// - Throws: `ParquetValueError` for a value that its column cannot store, including a null in a required column;
  ///   then nothing is appended. `CompressionError`, after which only a copy from before the call is usable.
  package mutating func append(_ values: [ParquetValues], rowCount count: Int) throws {
    precondition(values.count == columns.count, "every column has values")
    for (column, values) in zip(columns, values) { try column.check(values) }
    let sizes = TextSizes(values)
    var row = 0
    while row < count {
      let end = strideEnd(from: row, count: count, sizes)
      for column in encoders.indices { encoders[column].append(values[column], rows: row..<end) }
      rowCount += end - row
      groups[groups.count - 1].rowCount += end - row
      strideRowCount += end - row
      row = end
      if strideRowCount == ParquetFileWriter.strideRows || strideByteCount >= options.pageBytes / 4 { try endStride() }
    }
  }

  /// The row before which the stride ends, or the batch; counts the bytes of the rows before it.
  private mutating func strideEnd(from row: Int, count: Int, _ sizes: TextSizes) -> Int {
    let end = min(count, row + ParquetFileWriter.strideRows - strideRowCount)
    let total = sizes.bytes(of: row..<end)
    guard strideByteCount + total >= options.pageBytes / 4 else {
      strideByteCount += total
      return end
    }
    for position in row..<end {
      strideByteCount += sizes.bytes(of: position..<(position + 1))
      if strideByteCount >= options.pageBytes / 4 { return position + 1 }
    }
    return end
  }

  private mutating func endStride() throws {
    strideRowCount = 0
    strideByteCount = 0
    let group = groups.count - 1
    for column in encoders.indices {
      if let page = try encoders[column].closePageIfFull() { groups[group].columns[column].pages.append(page) }
    }
    let bytes = encoders.reduce(groups[group].rawBytes) { $0 + $1.openBytes }
    if bytes >= options.rowGroupBytes || groups[group].rowCount >= options.rowGroupRows { try closeRowGroup() }
  }

  private mutating func closeRowGroup() throws {
    let group = groups.count - 1
    for column in encoders.indices {
      let (page, dictionary) = try encoders[column].closeChunk()
      if let page { groups[group].columns[column].pages.append(page) }
      groups[group].columns[column].dictionary = dictionary
    }
    groups[group].isClosed = true
    groups.append(RowGroup(number: groups[group].number + 1, columnCount: columns.count))
    strideRowCount = 0
    strideByteCount = 0
  }

  /// Ends the last row group. Rows must not be appended afterwards.
  package mutating func finish() throws {
    if groups[groups.count - 1].rowCount > 0 { try closeRowGroup() }
  }

  /// The pages that are closed and were not taken before.
  package mutating func takeJobs() -> [ParquetPageJob] {
    groups.indices.flatMap { groups[$0].takeJobs(options.compression) }
  }

  /// Accepts the result of a job of this writer; not of a job that was taken from the original after this copy was
  /// made.
  package mutating func put(_ result: ParquetPageResult) {
    guard let group = groups.firstIndex(where: { $0.number == result.place.rowGroup }) else { return }
    groups[group].put(result)
  }

  /// Makes a copy that is rolled back to return jobs without results again.
  package mutating func releaseJobs() {
    for group in groups.indices { groups[group].releaseJobs() }
  }

  /// The bytes to be written next: row groups whose pages are all compressed.
  package mutating func takeBytes() -> [[UInt8]] {
    var bytes: [[UInt8]] = []
    if offset == 0 { give(ParquetFileWriter.magic, to: &bytes) }
    while let group = groups.first, group.isComplete {
      write(group, to: &bytes)
      groups.removeFirst()
    }
    return bytes
  }

  /// The end of the file. Everything else has been taken.
  package mutating func takeEnd() -> [UInt8] {
    precondition(offset > 0 && groups.count == 1 && groups[0].rowCount == 0, "the row groups were finished and taken")
    let end = metadata.end(of: written, offset: offset)
    offset += end.count
    return end
  }

  private mutating func give(_ piece: [UInt8], to bytes: inout [[UInt8]]) {
    bytes.append(piece)
    offset += piece.count
  }

  private mutating func write(_ group: RowGroup, to bytes: inout [[UInt8]]) {
    var described = RowGroupMetadata(rowCount: group.rowCount, offset: offset, columns: [])
    for chunk in group.columns { described.columns.append(write(chunk, to: &bytes)) }
    written.append(described)
  }

  private mutating func write(_ chunk: ColumnChunk, to bytes: inout [[UInt8]]) -> ChunkMetadata {
    var described = ChunkMetadata()
    if let dictionary = chunk.dictionary, case .compressed(let stored, let crc) = dictionary.body.state {
      described.dictionaryOffset = offset
      let header = metadata.header(of: dictionary, stored: stored, crc: crc)
      described.add(headerBytes: header.count, body: dictionary.body, stored: stored)
      give(header, to: &bytes)
      give(stored, to: &bytes)
    }
    described.dataOffset = offset
    var row = 0
    for page in chunk.pages {
      guard case .compressed(let stored, let crc) = page.body.state else { continue }
      let header = metadata.header(of: page, stored: stored, crc: crc)
      described.add(page, offset: offset, storedBytes: header.count + stored.count, firstRow: row)
      described.add(headerBytes: header.count, body: page.body, stored: stored)
      give(header, to: &bytes)
      give(stored, to: &bytes)
      row += page.rowCount
    }
    return described
  }
}

extension ChunkMetadata {
  fileprivate mutating func add(headerBytes: Int, body: PageBody, stored: [UInt8]) {
    rawBytes += headerBytes + body.rawCount
    storedBytes += headerBytes + stored.count
  }

  fileprivate mutating func add(_ page: DataPage, offset: Int, storedBytes: Int, firstRow: Int) {
    if let index = encodings.firstIndex(where: { $0.encoding == page.encoding }) {
      encodings[index].pages += 1
    } else {
      encodings.append((page.encoding, 1))
    }
    valueCount += page.rowCount
    nullCount += page.nullCount
    if let own = page.bounds { bounds = bounds.map { $0.merged(with: own) } ?? own }
    pages.append(
      PageMetadata(
        offset: offset, storedBytes: storedBytes, firstRow: firstRow, rowCount: page.rowCount,
        nullCount: page.nullCount, bounds: page.bounds))
  }
}
