import Parquet
import Testing

/// The page index, read as the format describes it.
struct PageIndexTests {
  @Test(arguments: [false, true])
  func `the page index has the position and bounds of each page`(hasNulls: Bool) throws {
    var table = Example.everyType(rows: 9_000) { hasNulls && ($0 / 2_048 == 1 || $0 % 7 == 0) }
    table.options.pageRows = 2_048
    table.options.rowGroupRows = 6_144
    let file = table.written()
    let groups = try #require(try footer(of: file)[4]?.list)
    #expect(groups.count == 2)
    var firstRow = 0
    for group in groups {
      let rows = try #require(group[3]?.integer)
      for (column, chunk) in try #require(group[1]?.list).enumerated() {
        let cells = Array(table.cells[column][firstRow..<(firstRow + rows)])
        try check(chunk, of: file, cells: cells, type: table.columns[column].type)
      }
      firstRow += rows
    }
    #expect(firstRow == 9_000)
  }

  private func check(_ chunk: ThriftValue, of file: [UInt8], cells: [TestTable.Cell], type: ParquetType) throws {
    let pages = try #require(try structure(chunk, offset: 4, length: 5, of: file)[1]?.list)
    let index = try structure(chunk, offset: 6, length: 7, of: file)
    let least = try #require(index[2]?.list)
    let greatest = try #require(index[3]?.list)
    let nulls = try #require(index[5]?.list).compactMap(\.integer)
    #expect(pages.count == (cells.count + 2_047) / 2_048)
    var row = 0
    for (number, page) in pages.enumerated() {
      #expect(page[3]?.integer == row)
      let offset = try #require(page[1]?.integer)
      let size = try #require(page[2]?.integer)
      var reader = ThriftReader(Array(file[offset..<(offset + size)]))
      let header = try reader.structure()
      let count = try #require(header[5]?[1]?.integer)
      #expect(header[1]?.integer == 0)
      let held = cells[row..<(row + count)]
      #expect(nulls[number] == held.count { $0 == .null })
      if case .bool(let isNull)? = index[1]?.list?[number] { #expect(isNull == held.allSatisfy { $0 == .null }) }
      let (low, high) = bounds(held, type)
      if let low, let high {
        #expect(bytes(least[number]) == low)
        #expect(bytes(greatest[number]) == high)
      }
      row += count
    }
    #expect(row == cells.count)
    if type == .timestamp(isAdjustedToUTC: true) { #expect(index[4]?.integer == 1) }
    if type == .boolean, pages.count > 1 { #expect(index[4]?.integer == 1) }
  }

  /// Bounds of texts and of 64-bit integers.
  private func bounds(_ cells: ArraySlice<TestTable.Cell>, _ type: ParquetType) -> ([UInt8]?, [UInt8]?) {
    let texts = cells.compactMap { if case .text(let text) = $0 { Array(text.utf8) } else { nil } }
    let numbers = cells.compactMap { if case .integer(let number) = $0, type != .date { number } else { nil } }
    func plain(_ number: Int64?) -> [UInt8]? {
      number.map { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    }
    if texts.isEmpty { return (plain(numbers.min()), plain(numbers.max())) }
    return (texts.min { $0.lexicographicallyPrecedes($1) }, texts.max { $0.lexicographicallyPrecedes($1) })
  }

  private func bytes(_ value: ThriftValue) -> [UInt8]? {
    if case .binary(let bytes) = value { bytes } else { nil }
  }

  private func structure(_ chunk: ThriftValue, offset: Int16, length: Int16, of file: [UInt8]) throws -> ThriftValue {
    let start = try #require(chunk[offset]?.integer)
    let count = try #require(chunk[length]?.integer)
    var reader = ThriftReader(Array(file[start..<(start + count)]))
    return try reader.structure()
  }

  private func footer(of file: [UInt8]) throws -> ThriftValue {
    let length = (0..<4).reduce(0) { $0 | Int(file[file.count - 8 + $1]) << (8 * $1) }
    var reader = ThriftReader(Array(file[(file.count - 8 - length)..<(file.count - 8)]))
    return try reader.structure()
  }
}
