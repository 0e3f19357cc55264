/// Texts in `PLAIN` form.
struct PlainByteArrayEncoder: Sendable {
  private(set) var bytes: [UInt8] = []
  private var extremes = ByteArrayBounds()

  var bounds: ColumnStatistics? { extremes.bounds(in: bytes) }

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

  private func widened(from start: Int) -> ByteArrayBounds {
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
