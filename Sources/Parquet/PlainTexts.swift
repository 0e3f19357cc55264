/// Texts in `PLAIN` form.
struct PlainTexts: Sendable {
  private(set) var bytes: [UInt8] = []
  private var extremes = TextBounds()

  var bounds: ValueBounds? { extremes.bounds(in: bytes) }

  /// - Parameter byteCount: what the texts of these rows take in `PLAIN` form.
  mutating func append(_ text: ParquetText, rows: Range<Int>, byteCount: Int) {
    let received = text.bytes.span.bytes
    let extra = text.extra.span.bytes
    let values = text.values.span
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: byteCount + ByteCopy.slack))
    var space = bytes.mutableSpan
    var target = space.mutableBytes
    var place = start
    for row in rows {
      let value = values[row]
      if value.isNull { continue }
      let count = value.length
      target.storeBytes(of: UInt32(truncatingIfNeeded: count).littleEndian, toByteOffset: place, as: UInt32.self)
      place &+= 4
      if value.isInExtra {
        ByteCopy.copy(extra, start: value.start, count: count, to: &target, at: place)
      } else {
        ByteCopy.copy(received, start: value.start, count: count, to: &target, at: place)
      }
      place &+= count
    }
    bytes.removeLast(ByteCopy.slack)
    extremes = widened(from: start)
  }

  mutating func append(_ text: ArraySlice<UInt8>) {
    let start = bytes.count
    bytes.appendLittleEndian(UInt32(text.count))
    bytes.append(contentsOf: text)
    extremes = widened(from: start)
  }

  private func widened(from start: Int) -> TextBounds {
    var extremes = extremes
    let source = bytes.span.bytes
    var position = start
    while position < source.byteCount {
      let count = ByteHash.length(source, at: position)
      extremes.take(source, start: position + 4, count: count)
      position += 4 + count
    }
    return extremes
  }
}

/// Finds the first and the last of the texts in one array of bytes.
struct TextBounds: Sendable {
  private var least: (start: Int, count: Int, prefix: UInt64)?
  private var greatest: (start: Int, count: Int, prefix: UInt64)?

  /// `bytes` may have grown since the last call, but not changed.
  @inline(__always)
  mutating func take(_ bytes: RawSpan, start: Int, count: Int) {
    let prefix = ByteHash.prefix(bytes, start: start, count: count)
    guard let low = least, let high = greatest else {
      least = (start, count, prefix)
      greatest = (start, count, prefix)
      return
    }
    if prefix < low.prefix || prefix == low.prefix && precedes(bytes, start, count, low.start, low.count) {
      least = (start, count, prefix)
    }
    if prefix > high.prefix || prefix == high.prefix && precedes(bytes, high.start, high.count, start, count) {
      greatest = (start, count, prefix)
    }
  }

  func bounds(in bytes: [UInt8]) -> ValueBounds? {
    guard let least, let greatest else { return nil }
    return .texts(
      min: .below(bytes[least.start..<(least.start + least.count)]),
      max: .above(bytes[greatest.start..<(greatest.start + greatest.count)]))
  }

  @inline(never)
  private func precedes(_ bytes: RawSpan, _ left: Int, _ leftCount: Int, _ right: Int, _ rightCount: Int) -> Bool {
    var offset = 0
    let shared = min(leftCount, rightCount)
    while offset < shared {
      let one = ByteHash.prefix(bytes, start: left + offset, count: leftCount - offset)
      let other = ByteHash.prefix(bytes, start: right + offset, count: rightCount - offset)
      if one != other { return one < other }
      offset += 8
    }
    return leftCount < rightCount
  }
}
