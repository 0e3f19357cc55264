/// Encodes `string`: by dictionary as long as that pays, then as they are.
struct TextEncoder: ColumnEncoder {
  private let isRequired: Bool
  private let options: ParquetOptions
  private var levels = DefinitionLevels()
  /// The size of the page in `PLAIN` form.
  private var plainBytes = 0
  private var dictionary: TextDictionary? = TextDictionary()
  /// The dictionary of closed pages, once it accepts no more texts.
  private var closedDictionary: TextDictionary?
  /// Some closed page refers to the dictionary.
  private var dictionaryIsUsed = false
  /// Bytes of the dictionary when the page began.
  private var dictionaryBytesBefore = 0
  /// The state in the middle of a first page: the frequency of repeated texts is best measured in the second half.
  private var half: Half?

  private struct Half {
    var plainBytes = 0
    var dictionaryBytes = 0
    var count = 0
  }
  private var indices: [UInt32] = []
  private var plain = PlainByteArrayEncoder()

  init(isRequired: Bool, options: ParquetOptions) {
    self.isRequired = isRequired
    self.options = options
  }

  mutating func append(_ values: ParquetValues, rows: Range<Int>) {
    guard case .text(let text) = values else { preconditionFailure("a text column takes texts") }
    let byteCount = appendLevels(text.values, rows)
    plainBytes += byteCount
    if dictionary != nil {
      dictionary?.append(text, rows: rows, to: &indices)
    } else {
      plain.append(text, rows: rows, byteCount: byteCount)
    }
  }

  /// Returns the bytes that the values take in `PLAIN` form.
  private mutating func appendLevels(_ all: [ParquetText.Value], _ rows: Range<Int>) -> Int {
    var bytes = 0
    var nulls = 0
    let values = all.span
    for row in rows {
      let value = values[row]
      if value.isNull { nulls &+= 1 } else { bytes &+= value.length &+ 4 }
    }
    if nulls == 0 {
      levels.appendPresent(rows.count)
    } else {
      levels.append(all[rows].map(\.isNull)[...])
    }
    return bytes
  }

  var openBytes: Int {
    dictionary.map { indices.count * 4 + $0.bytes.count } ?? plain.bytes.count
  }

  mutating func closePageIfFull() -> DataPage? {
    if let table = dictionary, !dictionaryIsUsed {
      if isHopeless(table) {
        leaveDictionary(table)
      } else if half == nil, levels.rowCount * 2 >= options.pageRows || plainBytes * 2 >= options.pageBytes {
        half = Half(plainBytes: plainBytes, dictionaryBytes: table.bytes.count, count: indices.count)
      }
    }
    // Once the dictionary has proved itself, its pages are small; but readers unfold them.
    let isSmall = dictionaryIsUsed && dictionary != nil
    let bytes = isSmall ? max(openBytes - dictionaryBytesBefore, plainBytes / 8) : plainBytes
    guard bytes >= options.pageBytes || levels.rowCount >= options.pageRows else { return nil }
    return closePage(isFull: true)
  }

  /// Returns true if hardly any text was repeated so far, so that a dictionary would need many more rows to be
  /// worthwhile.
  private func isHopeless(_ table: TextDictionary) -> Bool {
    guard indices.count >= 1024 || plainBytes >= options.pageBytes / 4 else { return false }
    return options.compression == .none
      ? table.entries.count == indices.count : table.entries.count * 64 > indices.count * 63
  }

  /// Continues with the texts themselves.
  private mutating func leaveDictionary(_ table: TextDictionary) {
    for index in indices { plain.append(table.text(Int(index))) }
    indices.removeAll(keepingCapacity: true)
    closeDictionary()
  }

  mutating func closeChunk() -> (page: DataPage?, dictionary: DictionaryPage?) {
    let page = levels.rowCount > 0 ? closePage(isFull: false) : nil
    let used = dictionaryIsUsed ? closedDictionary ?? dictionary : nil
    dictionary = TextDictionary()
    closedDictionary = nil
    dictionaryIsUsed = false
    dictionaryBytesBefore = 0
    return (page, used.map { DictionaryPage(body: PageBody(raw: $0.bytes), valueCount: $0.entries.count) })
  }

  /// - Parameter isFull: so that more rows are likely to follow.
  private mutating func closePage(isFull: Bool) -> DataPage {
    var body: [UInt8] = []
    levels.append(to: &body, isRequired: isRequired)
    let page: DataPage
    if let table = dictionary, let packed = packedIndices(table, isFull: isFull) {
      body.append(contentsOf: packed)
      page = finished(body, .rleDictionary, bounds(of: table))
      dictionaryIsUsed = true
      dictionaryBytesBefore = table.bytes.count
      if table.bytes.count > options.dictionaryBytes { closeDictionary() }
    } else {
      if let table = dictionary { leaveDictionary(table) }
      body.append(contentsOf: plain.bytes)
      page = finished(body, .plain, plain.bounds)
    }
    levels.removeAll()
    indices.removeAll(keepingCapacity: true)
    plain = PlainByteArrayEncoder()
    plainBytes = 0
    half = nil
    return page
  }

  private func finished(_ body: [UInt8], _ encoding: Encoding, _ bounds: ColumnStatistics?) -> DataPage {
    DataPage(
      body: PageBody(raw: body), encoding: encoding, rowCount: levels.rowCount, nullCount: levels.nullCount,
      bounds: bounds)
  }

  private mutating func closeDictionary() {
    closedDictionary = dictionaryIsUsed ? dictionary : nil
    dictionary = nil
  }

  /// Returns the page's indices as stored; nil if its values would be smaller.
  private func packedIndices(_ table: TextDictionary, isFull: Bool) -> [UInt8]? {
    let bitWidth = UInt32(max(0, table.entries.count - 1)).significantBits
    // A first page pays for the dictionary of all that follow.
    let before = isFull ? half ?? Half() : Half(dictionaryBytes: dictionaryBytesBefore)
    let saved = plainBytes - before.plainBytes - (table.bytes.count - before.dictionaryBytes)
    var packed = [UInt8(bitWidth)]
    RLEBitPackingHybridEncoder.append(indices, bitWidth: bitWidth, to: &packed)
    let share = packed.count * (indices.count - before.count) / max(1, indices.count)
    return DictionaryHeuristic.pays(saved: saved, indices: share, options.compression) ? packed : nil
  }

  private func bounds(of table: TextDictionary) -> ColumnStatistics? {
    var bounds = ByteArrayBounds()
    var isSeen = [Bool](repeating: false, count: table.entries.count)
    let bytes = table.bytes.span.bytes
    for index in indices where !isSeen[Int(index)] {
      isSeen[Int(index)] = true
      let range = table.entries[Int(index)].range
      bounds.take(bytes, start: range.lowerBound, count: range.count)
    }
    return bounds.bounds(in: table.bytes)
  }
}
