/// The distinct texts of a column chunk, each with a number in order of appearance.
struct TextDictionary: Sendable {
  /// All texts in `PLAIN` form: length, then bytes.
  private(set) var bytes: [UInt8] = []
  /// The start of each text in `bytes`, and its length.
  private(set) var entries: [Entry] = []
  /// A power of two of slots: the upper half of a text's hash, and below it its number plus one; 0 is free.
  private var slots: [UInt64] = Array(repeating: 0, count: 1024)

  struct Entry: Sendable {
    var start: UInt32
    var count: UInt32

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  /// The text with a number.
  func text(_ number: Int) -> ArraySlice<UInt8> { bytes[entries[number].range] }

  /// Appends the number of each text of some rows to `indices`, nulls left out; texts that are new get the next number.
  mutating func append(_ text: ParquetText, rows: Range<Int>, to indices: inout [UInt32]) {
    let received = text.bytes.span.bytes
    let extra = text.extra.span.bytes
    for row in rows {
      let value = text.values[row]
      if value.isNull { continue }
      if value.isInExtra {
        indices.append(number(of: extra, start: value.start, count: value.length))
      } else {
        indices.append(number(of: received, start: value.start, count: value.length))
      }
    }
  }

  @inline(__always)
  private mutating func number(of source: RawSpan, start: Int, count: Int) -> UInt32 {
    let hash = ByteHash.hash(source, start: start, count: count)
    let mark = hash & ~0xFFFF_FFFF
    let mask = slots.count &- 1
    var position = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[position]
      if slot == 0 { break }
      if slot & ~0xFFFF_FFFF == mark {
        let number = UInt32(truncatingIfNeeded: slot) &- 1
        let entry = entries[Int(number)]
        if Int(entry.count) == count,
          ByteHash.isEqual(bytes.span.bytes, at: Int(entry.start), source, at: start, count: count)
        {
          return number
        }
      }
      position = (position &+ 1) & mask
    }
    return insert(source, start: start, count: count, mark: mark, position: position)
  }

  @inline(never)
  private mutating func insert(_ source: RawSpan, start: Int, count: Int, mark: UInt64, position: Int) -> UInt32 {
    let number = UInt32(entries.count)
    slots[position] = mark | UInt64(number &+ 1)
    bytes.appendLittleEndian(UInt32(count))
    entries.append(Entry(start: UInt32(bytes.count), count: UInt32(count)))
    bytes.append(copying: source, start: start, count: count)
    if entries.count * 2 > slots.count { slots = grown() }
    return number
  }

  /// The slots of a table four times as large.
  private func grown() -> [UInt64] {
    var larger: [UInt64] = Array(repeating: 0, count: slots.count * 4)
    let mask = larger.count - 1
    let source = bytes.span.bytes
    for (number, entry) in entries.enumerated() {
      let hash = ByteHash.hash(source, start: Int(entry.start), count: Int(entry.count))
      var position = Int(truncatingIfNeeded: hash) & mask
      while larger[position] != 0 { position = (position &+ 1) & mask }
      larger[position] = hash & ~0xFFFF_FFFF | UInt64(number + 1)
    }
    return larger
  }
}
