/// Bounds as statistics store them: a value in `PLAIN` form, texts without their length.
package struct EncodedStatistics: Hashable, Sendable {
  package var min: [UInt8]
  package var max: [UInt8]
  /// False: the least value is not below `min`, but need not be equal to it.
  package var isMinExact = true
  package var isMaxExact = true

  package init(_ bounds: ColumnStatistics, type: ParquetType) {
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
