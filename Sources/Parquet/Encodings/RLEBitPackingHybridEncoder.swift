/// The hybrid of runs and packed bits in which levels and dictionary indices are stored.
package enum RLEBitPackingHybridEncoder {
  /// Appends `values`, each below `2^bitWidth`: runs of eight and more as runs, the rest packed.
  package static func append(_ values: [UInt32], bitWidth: Int, to bytes: inout [UInt8]) {
    var packedStart = 0
    var position = 0
    let count = values.count
    while position < count {
      let value = values[position]
      var end = position + 1
      while end < count, values[end] == value { end += 1 }
      // Packed values come in groups of eight, so a run gives up the values that fill the group before it.
      let missing = (8 - (position - packedStart) % 8) % 8
      if end - position >= 8 + missing {
        appendPacked(values, packedStart..<(position + missing), bitWidth: bitWidth, to: &bytes)
        appendRun(of: value, count: end - position - missing, bitWidth: bitWidth, to: &bytes)
        packedStart = end
      }
      position = end
    }
    appendPacked(values, packedStart..<count, bitWidth: bitWidth, to: &bytes)
  }

  static func appendRun(of value: UInt32, count: Int, bitWidth: Int, to bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(count) << 1)
    for index in 0..<((bitWidth + 7) / 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index)))
    }
  }

  /// The maximum number of values that a one-byte header can describe: 63 groups of eight.
  private static let longestPacked = 504

  private static func appendPacked(
    _ values: [UInt32], _ range: Range<Int>, bitWidth: Int, to bytes: inout [UInt8]
  ) {
    var start = range.lowerBound
    let values = values.span
    while start < range.upperBound {
      let end = min(start + longestPacked, range.upperBound)
      let eights = (end - start + 7) / 8
      bytes.append(UInt8(eights << 1 | 1))
      bytes.appendPacked(eights * 8, bitWidth: bitWidth) { index in
        start &+ index < end ? UInt64(values[start &+ index]) : 0
      }
      start = end
    }
  }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  /// The number of bits of this number.
  var significantBits: Int { Self.bitWidth - leadingZeroBitCount }
}
