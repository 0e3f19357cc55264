/// Finds the first and the last of the texts in one array of bytes.
struct ByteArrayBounds: Sendable {
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

  func bounds(in bytes: [UInt8]) -> ColumnStatistics? {
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
