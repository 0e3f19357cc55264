/// The smallest and the largest value of a page or of a column chunk.
package enum ColumnStatistics: Hashable, Sendable {
  case integers(min: Int64, max: Int64)
  /// Neither is NaN.
  case doubles(min: Double, max: Double)
  case booleans(min: Bool, max: Bool)
  case decimals(min: Int128, max: Int128)
  /// Texts in the order of unsigned bytes, which for UTF-8 is the order of code points.
  case texts(min: TruncatedBound, max: TruncatedBound)

  /// The bounds of both together.
  func merged(with other: ColumnStatistics) -> ColumnStatistics {
    switch (self, other) {
    case (.integers(let min, let max), .integers(let otherMin, let otherMax)):
      .integers(min: Swift.min(min, otherMin), max: Swift.max(max, otherMax))
    case (.doubles(let min, let max), .doubles(let otherMin, let otherMax)):
      .doubles(min: Swift.min(min, otherMin), max: Swift.max(max, otherMax))
    case (.booleans(let min, let max), .booleans(let otherMin, let otherMax)):
      .booleans(min: min && otherMin, max: max || otherMax)
    case (.decimals(let min, let max), .decimals(let otherMin, let otherMax)):
      .decimals(min: Swift.min(min, otherMin), max: Swift.max(max, otherMax))
    case (.texts(let min, let max), .texts(let otherMin, let otherMax)):
      .texts(
        min: TruncatedBound.lower(min, otherMin), max: TruncatedBound.upper(max, otherMax))
    default: self
    }
  }

  /// Returns true if neither end is above the same end of `next`.
  func precedes(_ next: ColumnStatistics) -> Bool {
    switch (self, next) {
    case (.integers(let min, let max), .integers(let nextMin, let nextMax)): min <= nextMin && max <= nextMax
    case (.doubles(let min, let max), .doubles(let nextMin, let nextMax)): min <= nextMin && max <= nextMax
    case (.booleans(let min, let max), .booleans(let nextMin, let nextMax)):
      (!min || nextMin) && (!max || nextMax)
    case (.decimals(let min, let max), .decimals(let nextMin, let nextMax)): min <= nextMin && max <= nextMax
    case (.texts(let min, let max), .texts(let nextMin, let nextMax)):
      !nextMin.bytes.lexicographicallyPrecedes(min.bytes) && !nextMax.bytes.lexicographicallyPrecedes(max.bytes)
    default: false
    }
  }
}

extension [UInt8] {
  /// Appends the lowest `count` bytes of a number, the highest of them first.
  mutating func appendBigEndian(_ number: Int128, count: Int) {
    for index in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
