/// Writes the structures before pages and at the end of a file.
struct FileMetadata: Sendable {
  let columns: [ParquetColumn]
  let options: ParquetOptions

  // MARK: Page headers

  func header(of page: DataPage, stored: [UInt8], crc: UInt32) -> [UInt8] {
    header(kind: 0, body: page.body, stored: stored, crc: crc) { thrift in
      thrift.structure(5) {
        $0.i32(1, page.rowCount)
        $0.i32(2, page.encoding.rawValue)
        $0.i32(3, Encoding.rle.rawValue)
        $0.i32(4, Encoding.rle.rawValue)
      }
    }
  }

  func header(of dictionary: DictionaryPage, stored: [UInt8], crc: UInt32) -> [UInt8] {
    header(kind: 2, body: dictionary.body, stored: stored, crc: crc) { thrift in
      thrift.structure(7) {
        $0.i32(1, dictionary.valueCount)
        $0.i32(2, Encoding.plain.rawValue)
      }
    }
  }

  private func header(
    kind: Int, body: PageBody, stored: [UInt8], crc: UInt32, _ rest: (inout ThriftWriter) -> Void
  ) -> [UInt8] {
    var thrift = ThriftWriter()
    thrift.i32(1, kind)
    thrift.i32(2, body.rawCount)
    thrift.i32(3, stored.count)
    thrift.i32(4, Int(Int32(bitPattern: crc)))
    rest(&thrift)
    return thrift.finish()
  }

  // MARK: Footer

  /// The page index, the footer, its length and the closing mark, for a file that is `offset` bytes long so far.
  func end(of groups: [RowGroupMetadata], offset: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var places: [[IndexPositions]] = groups.map { Array(repeating: IndexPositions(), count: $0.columns.count) }
    for (group, metadata) in groups.enumerated() {
      for (column, chunk) in metadata.columns.enumerated() {
        guard let index = columnIndex(of: chunk, type: columns[column].type) else { continue }
        places[group][column].columnIndex = (offset + bytes.count, index.count)
        bytes += index
      }
    }
    for (group, metadata) in groups.enumerated() {
      for (column, chunk) in metadata.columns.enumerated() {
        let index = offsetIndex(of: chunk)
        places[group][column].offsetIndex = (offset + bytes.count, index.count)
        bytes += index
      }
    }
    let footer = footer(of: groups, places: places)
    bytes += footer
    bytes.appendLittleEndian(UInt32(footer.count))
    bytes += ParquetFileWriter.magic
    return bytes
  }

  /// The positions of a column chunk's indexes: offset and length.
  private struct IndexPositions {
    var columnIndex: (Int, Int)?
    var offsetIndex = (0, 0)
  }

  private func footer(of groups: [RowGroupMetadata], places: [[IndexPositions]]) -> [UInt8] {
    var thrift = ThriftWriter()
    // Version 1: readers accept it with any encoding, and some know no other.
    thrift.i32(1, 1)
    thrift.structures(2, [nil] + columns.map(Optional.some)) { thrift, column in
      if let column { write(column, to: &thrift) } else { writeRoot(to: &thrift) }
    }
    thrift.i64(3, groups.reduce(0) { $0 + $1.rowCount })
    thrift.structures(4, Array(zip(groups, places).enumerated())) { thrift, element in
      write(element.element.0, places: element.element.1, number: element.offset, to: &thrift)
    }
    if !options.metadata.isEmpty {
      thrift.structures(5, options.metadata) {
        $0.string(1, $1.key)
        $0.string(2, $1.value)
      }
    }
    thrift.string(6, options.createdBy)
    // Every column has its type's order.
    thrift.structures(7, columns) { thrift, _ in thrift.structure(1) { _ in } }
    return thrift.finish()
  }

  private func writeRoot(to thrift: inout ThriftWriter) {
    thrift.string(4, "schema")
    thrift.i32(5, columns.count)
  }

  private func write(_ column: ParquetColumn, to thrift: inout ThriftWriter) {
    thrift.i32(1, Int(column.type.physical.rawValue))
    if let length = column.type.fixedLength { thrift.i32(2, length) }
    thrift.i32(3, column.isRequired ? 0 : 1)
    thrift.string(4, column.name)
    // The older form of the logical type, if it has one, for readers that know no other.
    switch column.type {
    case .string: thrift.i32(6, 0)
    case .date: thrift.i32(6, 6)
    case .timestamp(isAdjustedToUTC: true): thrift.i32(6, 10)
    case .decimal(let precision, let scale):
      thrift.i32(6, 5)
      thrift.i32(7, scale)
      thrift.i32(8, precision)
    case .int64, .double, .boolean, .timestamp: break
    }
    writeLogicalType(column.type, to: &thrift)
  }

  private func writeLogicalType(_ type: ParquetType, to thrift: inout ThriftWriter) {
    switch type {
    case .string: thrift.structure(10) { $0.structure(1) { _ in } }
    case .date: thrift.structure(10) { $0.structure(6) { _ in } }
    case .decimal(let precision, let scale):
      thrift.structure(10) {
        $0.structure(5) {
          $0.i32(1, scale)
          $0.i32(2, precision)
        }
      }
    case .timestamp(let isAdjustedToUTC):
      thrift.structure(10) {
        $0.structure(8) {
          $0.bool(1, isAdjustedToUTC)
          // The unit: microseconds.
          $0.structure(2) { $0.structure(2) { _ in } }
        }
      }
    case .int64, .double, .boolean: break
    }
  }

  private func write(_ group: RowGroupMetadata, places: [IndexPositions], number: Int, to thrift: inout ThriftWriter) {
    thrift.structures(1, Array(group.columns.indices)) { thrift, column in
      let chunk = group.columns[column]
      thrift.i64(2, 0)
      thrift.structure(3) { write(chunk, columns[column], to: &$0) }
      thrift.i64(4, places[column].offsetIndex.0)
      thrift.i32(5, places[column].offsetIndex.1)
      if let (offset, length) = places[column].columnIndex {
        thrift.i64(6, offset)
        thrift.i32(7, length)
      }
    }
    thrift.i64(2, group.columns.reduce(0) { $0 + $1.rawBytes })
    thrift.i64(3, group.rowCount)
    thrift.i64(5, group.offset)
    thrift.i64(6, group.columns.reduce(0) { $0 + $1.storedBytes })
    if let ordinal = Int16(exactly: number) { thrift.i16(7, ordinal) }
  }

  private func write(_ chunk: ChunkMetadata, _ column: ParquetColumn, to thrift: inout ThriftWriter) {
    thrift.i32(1, Int(column.type.physical.rawValue))
    var encodings = chunk.encodings.map(\.encoding.rawValue)
    for needed in [chunk.dictionaryOffset == nil ? nil : Encoding.plain, column.isRequired ? nil : .rle] {
      if let needed, !encodings.contains(needed.rawValue) { encodings.append(needed.rawValue) }
    }
    thrift.i32s(2, encodings)
    thrift.strings(3, [column.name])
    thrift.i32(4, options.compression.number)
    thrift.i64(5, chunk.valueCount)
    thrift.i64(6, chunk.rawBytes)
    thrift.i64(7, chunk.storedBytes)
    thrift.i64(9, chunk.dataOffset)
    if let offset = chunk.dictionaryOffset { thrift.i64(11, offset) }
    thrift.structure(12) { write(chunk.bounds, nullCount: chunk.nullCount, column.type, to: &$0) }
    var counts = chunk.encodings.map { (kind: 0, encoding: $0.encoding, pages: $0.pages) }
    if chunk.dictionaryOffset != nil { counts.insert((2, .plain, 1), at: 0) }
    thrift.structures(13, counts) {
      $0.i32(1, $1.kind)
      $0.i32(2, $1.encoding.rawValue)
      $0.i32(3, $1.pages)
    }
  }

  private func write(_ bounds: ColumnStatistics?, nullCount: Int, _ type: ParquetType, to thrift: inout ThriftWriter) {
    thrift.i64(3, nullCount)
    guard let bounds else { return }
    let encoded = EncodedStatistics(bounds, type: type)
    thrift.binary(5, encoded.max)
    thrift.binary(6, encoded.min)
    thrift.bool(7, encoded.isMaxExact)
    thrift.bool(8, encoded.isMinExact)
  }

  // MARK: Page index

  /// Nil if a page has values but no bounds, which the index cannot represent.
  private func columnIndex(of chunk: ChunkMetadata, type: ParquetType) -> [UInt8]? {
    guard chunk.pages.allSatisfy({ $0.bounds != nil || $0.nullCount == $0.rowCount }) else { return nil }
    let bounds = chunk.pages.map { $0.bounds.map { EncodedStatistics($0, type: type) } }
    var thrift = ThriftWriter()
    thrift.bools(1, bounds.map { $0 == nil })
    thrift.binaries(2, bounds.map { $0?.min ?? [] })
    thrift.binaries(3, bounds.map { $0?.max ?? [] })
    thrift.i32(4, order(of: chunk.pages.compactMap(\.bounds)))
    thrift.i64s(5, chunk.pages.map(\.nullCount))
    return thrift.finish()
  }

  /// 1: both ends ascend from page to page; 2: they descend; 0: neither.
  private func order(of bounds: [ColumnStatistics]) -> Int {
    let neighbours = zip(bounds, bounds.dropFirst())
    if neighbours.allSatisfy({ $0.precedes($1) }) { return 1 }
    return neighbours.allSatisfy { $1.precedes($0) } ? 2 : 0
  }

  private func offsetIndex(of chunk: ChunkMetadata) -> [UInt8] {
    var thrift = ThriftWriter()
    thrift.structures(1, chunk.pages) {
      $0.i64(1, $1.offset)
      $0.i32(2, $1.storedBytes)
      $0.i64(3, $1.firstRow)
    }
    return thrift.finish()
  }
}

extension ParquetCompression {
  /// The number of the enum case in the format.
  fileprivate var number: Int {
    switch self {
    case .none: 0
    case .gzip: 2
    case .zstd: 6
    }
  }
}
