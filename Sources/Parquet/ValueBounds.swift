/// The smallest and the largest value of a page or of a column chunk.
package enum ValueBounds: Hashable, Sendable {
  case integers(min: Int64, max: Int64)
  /// Neither is NaN.
  case doubles(min: Double, max: Double)
  case booleans(min: Bool, max: Bool)
  case decimals(min: Int128, max: Int128)
  /// Texts in the order of unsigned bytes, which for UTF-8 is the order of code points.
  case texts(min: TextBound, max: TextBound)

  /// The bounds of both together.
  func merged(with other: ValueBounds) -> ValueBounds {
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
        min: TextBound.lower(min, otherMin), max: TextBound.upper(max, otherMax))
    default: self
    }
  }

  /// Returns true if neither end is above the same end of `next`.
  func precedes(_ next: ValueBounds) -> Bool {
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

/// Bounds as statistics store them: a value in `PLAIN` form, texts without their length.
package struct EncodedBounds: Hashable, Sendable {
  package var min: [UInt8]
  package var max: [UInt8]
  /// False: the least value is not below `min`, but need not be equal to it.
  package var isMinExact = true
  package var isMaxExact = true

  package init(_ bounds: ValueBounds, type: ParquetType) {
    min = []
    max = []
    switch bounds {
    case .integers(let low, let high) where type.physical == .int32:
      min.appendLittleEndian(Int32(truncatingIfNeeded: low))
      max.appendLittleEndian(Int32(truncatingIfNeeded: high))
    case .integers(let low, let high):
      min.appendLittleEndian(low)
      max.appendLittleEndian(high)
    case .doubles(let low, let high):
      // Readers may take the two zeros for different values, so both are within.
      min.appendLittleEndian((low == 0 ? -0.0 : low).bitPattern)
      max.appendLittleEndian((high == 0 ? 0.0 : high).bitPattern)
    case .booleans(let low, let high):
      min = [low ? 1 : 0]
      max = [high ? 1 : 0]
    case .decimals(let low, let high):
      min.appendBigEndian(low, count: type.fixedLength ?? 16)
      max.appendBigEndian(high, count: type.fixedLength ?? 16)
    case .texts(let low, let high):
      (min, isMinExact) = (low.bytes, low.isExact)
      (max, isMaxExact) = (high.bytes, high.isExact)
    }
  }
}

extension [UInt8] {
  /// Appends the lowest `count` bytes of a number, the highest of them first.
  mutating func appendBigEndian(_ number: Int128, count: Int) {
    for index in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}
