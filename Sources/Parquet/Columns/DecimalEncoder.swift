/// Encodes decimals of more than 18 digits, each in a fixed number of bytes.
struct DecimalEncoder: ColumnEncoder {
  private let width: Int
  private let isRequired: Bool
  private let options: ParquetOptions
  private var levels = DefinitionLevels()
  private var bytes: [UInt8] = []
  private var bounds: ColumnStatistics?

  init(width: Int, isRequired: Bool, options: ParquetOptions) {
    self.width = width
    self.isRequired = isRequired
    self.options = options
  }

  var openBytes: Int { bytes.count }

  mutating func append(_ batch: ParquetValues, rows: Range<Int>) {
    guard case .decimals(let numbers, let isNull) = batch else {
      preconditionFailure("a decimal column takes decimals")
    }
    if isNull.isEmpty { levels.appendPresent(rows.count) } else { levels.append(isNull[rows]) }
    for row in rows where isNull.isEmpty || !isNull[row] {
      bytes.appendBigEndian(numbers[row], count: width)
      let own = ColumnStatistics.decimals(min: numbers[row], max: numbers[row])
      bounds = bounds.map { $0.merged(with: own) } ?? own
    }
  }

  mutating func closePageIfFull() -> DataPage? {
    bytes.count >= options.pageBytes || levels.rowCount >= options.pageRows ? closePage() : nil
  }

  mutating func closeChunk() -> (page: DataPage?, dictionary: DictionaryPage?) {
    (levels.rowCount > 0 ? closePage() : nil, nil)
  }

  private mutating func closePage() -> DataPage {
    var body: [UInt8] = []
    levels.append(to: &body, isRequired: isRequired)
    body.append(contentsOf: bytes)
    let page = DataPage(
      body: PageBody(raw: body), encoding: .plain, rowCount: levels.rowCount, nullCount: levels.nullCount,
      bounds: bounds)
    levels.removeAll()
    bytes.removeAll(keepingCapacity: true)
    bounds = nil
    return page
  }
}
