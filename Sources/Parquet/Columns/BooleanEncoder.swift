/// Encodes booleans, one bit each.
struct BooleanEncoder: ColumnEncoder {
  private let isRequired: Bool
  private let options: ParquetOptions
  private var levels = DefinitionLevels()
  private var values: [Bool] = []

  init(isRequired: Bool, options: ParquetOptions) {
    self.isRequired = isRequired
    self.options = options
  }

  var openBytes: Int { values.count }

  mutating func append(_ batch: ParquetValues, rows: Range<Int>) {
    guard case .booleans(let marks, let isNull) = batch else { preconditionFailure("a boolean column takes booleans") }
    if isNull.isEmpty {
      levels.appendPresent(rows.count)
      values.append(contentsOf: marks[rows])
    } else {
      levels.append(isNull[rows])
      for row in rows where !isNull[row] { values.append(marks[row]) }
    }
  }

  mutating func closePageIfFull() -> DataPage? {
    levels.rowCount >= options.pageRows ? closePage() : nil
  }

  mutating func closeChunk() -> (page: DataPage?, dictionary: DictionaryPage?) {
    (levels.rowCount > 0 ? closePage() : nil, nil)
  }

  private mutating func closePage() -> DataPage {
    var body: [UInt8] = []
    levels.append(to: &body, isRequired: isRequired)
    body.appendPacked(values.count, bitWidth: 1) { values[$0] ? 1 : 0 }
    let bounds =
      values.isEmpty ? nil : ColumnStatistics.booleans(min: !values.contains(false), max: values.contains(true))
    let page = DataPage(
      body: PageBody(raw: body), encoding: .plain, rowCount: levels.rowCount, nullCount: levels.nullCount,
      bounds: bounds)
    levels.removeAll()
    values.removeAll(keepingCapacity: true)
    return page
  }
}
