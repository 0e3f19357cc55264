import Compression
import Parquet

/// A table of values with a Parquet file made of it.
struct TestTable {
  enum Cell: Hashable {
    case null
    case text(String)
    /// Also days, microseconds and decimals of up to 18 digits.
    case integer(Int64)
    case double(Double)
    case boolean(Bool)
    case decimal(Int128)
  }

  var columns: [ParquetColumn]
  /// One array a column.
  var cells: [[Cell]]
  var options = ParquetOptions(compression: .gzip(.level(1)), createdBy: "tidemark version 0.0.0")
  var batchRows = 1_000

  init(_ columns: [(ParquetColumn, [Cell])]) {
    self.columns = columns.map(\.0)
    self.cells = columns.map(\.1)
  }

  var rowCount: Int { cells.first?.count ?? 0 }

  /// The file's bytes.
  func written() -> [UInt8] {
    var writer = ParquetFileWriter(columns: columns, options: options)
    var bytes: [UInt8] = []
    var row = 0
    while row < rowCount {
      let end = min(row + batchRows, rowCount)
      try! writer.append(values(of: row..<end), rowCount: end - row)
      bytes += writer.settled()
      row = end
    }
    try! writer.finish()
    bytes += writer.settled()
    return bytes + writer.takeEnd()
  }

  func values(of rows: Range<Int>) -> [ParquetValues] {
    zip(columns, cells).map { column, cells in TestTable.values(Array(cells[rows]), column.type) }
  }

  private static func values(_ cells: [Cell], _ type: ParquetType) -> ParquetValues {
    let marks = cells.map { $0 == .null }
    let isNull = marks.contains(true) ? marks : []
    switch type {
    case .string: return .text(text(cells))
    case .double: return .doubles(cells.map { if case .double(let value) = $0 { value } else { .nan } }, isNull: isNull)
    case .boolean:
      return .booleans(cells.map { if case .boolean(let value) = $0 { value } else { true } }, isNull: isNull)
    case .decimal(let precision, _) where precision > 18:
      return .decimals(cells.map { if case .decimal(let value) = $0 { value } else { 77 } }, isNull: isNull)
    default:
      return .integers(cells.map { if case .integer(let value) = $0 { value } else { 77 } }, isNull: isNull)
    }
  }

  /// Every other text lies in `extra`.
  private static func text(_ cells: [Cell]) -> ParquetText {
    var text = ParquetText(bytes: Array("<".utf8), extra: Array(">>".utf8), values: [])
    for (index, cell) in cells.enumerated() {
      guard case .text(let string) = cell else {
        text.values.append(.null)
        continue
      }
      let bytes = Array(string.utf8)
      if index.isMultiple(of: 2) {
        text.values.append(ParquetText.Value(offset: text.bytes.count, length: bytes.count))
        text.bytes += bytes
      } else {
        text.values.append(ParquetText.Value(offset: text.extra.count, length: bytes.count, isInExtra: true))
        text.extra += bytes
      }
    }
    return text
  }
}

extension ParquetFileWriter {
  /// Runs all jobs and gives what can be written.
  mutating func settled() -> [UInt8] {
    for job in takeJobs() { put(try! job.run()) }
    return Array(takeBytes().joined())
  }
}
