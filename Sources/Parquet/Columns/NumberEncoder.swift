/// Encodes 32-bit and 64-bit integers and binary64 numbers: with a dictionary, as differences or plain, whichever is
/// smallest for the first page of a chunk.
struct NumberEncoder: ColumnEncoder {
  private let type: ParquetType
  private let isRequired: Bool
  private let options: ParquetOptions
  private var levels = DefinitionLevels()
  private var bounds: ColumnStatistics?
  /// Numbers of 64 bits, doubles by their bits.
  private var values: [Int64] = []
  private var dictionary: NumberDictionary? = NumberDictionary()
  private var closedDictionary: NumberDictionary?
  private var indices: [UInt32] = []
  /// The encoding of pages that do not use the dictionary; nil before the first page.
  private var direct: Encoding?
  private var dictionaryIsUsed = false

  init(type: ParquetType, isRequired: Bool, options: ParquetOptions) {
    self.type = type
    self.isRequired = isRequired
    self.options = options
  }

  private var width: Int { type.physical == .int32 ? 4 : 8 }

  var openBytes: Int { values.count * 8 + (dictionary?.entries.count ?? 0) * width }

  mutating func append(_ batch: ParquetValues, rows: Range<Int>) {
    let start = values.count
    switch batch {
    case .integers(let numbers, let isNull):
      appendValues(of: rows, isNull) { numbers[$0] }
      widenIntegers(from: start)
    case .doubles(let numbers, let isNull):
      appendValues(of: rows, isNull) { Int64(bitPattern: numbers[$0].bitPattern) }
      widenDoubles(from: start)
    default: preconditionFailure("a number column takes numbers")
    }
    guard dictionary != nil else { return }
    for index in start..<values.count {
      // In place, because a copy of the dictionary for each number would be too slow.
      if let number = dictionary?.number(of: values[index]) { indices.append(number) }
    }
  }

  @inline(__always)
  private mutating func appendValues(of rows: Range<Int>, _ isNull: [Bool], _ value: (Int) -> Int64) {
    if isNull.isEmpty {
      levels.appendPresent(rows.count)
      for row in rows { values.append(value(row)) }
    } else {
      levels.append(isNull[rows])
      for row in rows where !isNull[row] { values.append(value(row)) }
    }
  }

  private mutating func widenIntegers(from start: Int) {
    guard start < values.count else { return }
    var least = Int64.max
    var greatest = Int64.min
    for index in start..<values.count {
      least = min(least, values[index])
      greatest = max(greatest, values[index])
    }
    widen(.integers(min: least, max: greatest))
  }

  private mutating func widenDoubles(from start: Int) {
    for index in start..<values.count {
      let value = Double(bitPattern: UInt64(bitPattern: values[index]))
      if !value.isNaN { widen(.doubles(min: value, max: value)) }
    }
  }

  private mutating func widen(_ other: ColumnStatistics) {
    bounds = bounds.map { $0.merged(with: other) } ?? other
  }

  mutating func closePageIfFull() throws -> DataPage? {
    guard values.count * width >= options.pageBytes || levels.rowCount >= options.pageRows else { return nil }
    return try closePage()
  }

  mutating func closeChunk() throws -> (page: DataPage?, dictionary: DictionaryPage?) {
    let page = try levels.rowCount > 0 ? closePage() : nil
    let used = dictionaryIsUsed ? closedDictionary ?? dictionary : nil
    dictionary = NumberDictionary()
    closedDictionary = nil
    dictionaryIsUsed = false
    direct = nil
    return (
      page,
      used.map { table in
        DictionaryPage(body: PageBody(raw: plain(table.entries)), valueCount: table.entries.count)
      }
    )
  }

  private mutating func closePage() throws -> DataPage {
    let (content, encoding) = try closeValues()
    var body: [UInt8] = []
    levels.append(to: &body, isRequired: isRequired)
    body.append(contentsOf: content)
    let page = DataPage(
      body: PageBody(raw: body), encoding: encoding, rowCount: levels.rowCount, nullCount: levels.nullCount,
      bounds: bounds)
    levels.removeAll()
    bounds = nil
    values.removeAll(keepingCapacity: true)
    indices.removeAll(keepingCapacity: true)
    return page
  }

  /// The page's values as stored, the choice of how included.
  private mutating func closeValues() throws -> ([UInt8], Encoding) {
    guard let table = dictionary else { return direct(direct ?? .plain) }
    let bitWidth = UInt32(max(0, table.entries.count - 1)).significantBits
    var packed = [UInt8(bitWidth)]
    RLEBitPackingHybridEncoder.append(indices, bitWidth: bitWidth, to: &packed)
    if direct == nil {
      let (content, encoding) = try smallestDirect()
      direct = encoding
      let cost = SizeEstimate(options.compression)
      guard try cost.size(of: packed) + cost.size(of: plain(table.entries)) < cost.size(of: content) else {
        dictionary = nil
        return (content, encoding)
      }
    }
    dictionaryIsUsed = true
    if table.entries.count * width > options.dictionaryBytes {
      closedDictionary = table
      dictionary = nil
    }
    return (packed, .rleDictionary)
  }

  private func smallestDirect() throws -> ([UInt8], Encoding) {
    let plain = direct(.plain)
    guard options.usesDeltas, type.physical != .double else { return plain }
    let deltas = direct(.deltaBinaryPacked)
    let cost = SizeEstimate(options.compression)
    return try cost.size(of: deltas.0) < cost.size(of: plain.0) ? deltas : plain
  }

  private func direct(_ encoding: Encoding) -> ([UInt8], Encoding) {
    guard encoding == .deltaBinaryPacked else { return (plain(values), .plain) }
    var bytes: [UInt8] = []
    DeltaEncoder.append(values, is32Bit: type.physical == .int32, to: &bytes)
    return (bytes, .deltaBinaryPacked)
  }

  private func plain(_ numbers: [Int64]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * width)
    if width == 4 {
      for number in numbers { bytes.appendLittleEndian(Int32(truncatingIfNeeded: number)) }
    } else {
      for number in numbers { bytes.appendLittleEndian(number) }
    }
    return bytes
  }
}
