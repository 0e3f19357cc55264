/// Encodes integers as differences (`DELTA_BINARY_PACKED`), packed as tightly as each 32 of them allow.
package enum DeltaEncoder {
  private static let blockCount = 128
  private static let miniblocks = 4
  private static let miniblockCount = 32

  /// Appends `values`; with `is32Bit` differences wrap around as 32-bit numbers do, which readers of such columns
  /// expect.
  package static func append(_ values: [Int64], is32Bit: Bool, to bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(blockCount))
    bytes.appendVarint(UInt64(miniblocks))
    bytes.appendVarint(UInt64(values.count))
    bytes.appendZigZag(values.first ?? 0)
    var differences: [Int64] = []
    differences.reserveCapacity(blockCount)
    var start = 1
    while start < values.count {
      let end = min(start + blockCount, values.count)
      differences.removeAll(keepingCapacity: true)
      for index in start..<end {
        let difference = values[index] &- values[index - 1]
        differences.append(is32Bit ? Int64(Int32(truncatingIfNeeded: difference)) : difference)
      }
      appendBlock(differences, is32Bit: is32Bit, to: &bytes)
      start = end
    }
  }

  private static func appendBlock(_ differences: [Int64], is32Bit: Bool, to bytes: inout [UInt8]) {
    let smallest = differences.min() ?? 0
    bytes.appendZigZag(smallest)
    let rest = differences.map { difference in
      let above = UInt64(bitPattern: difference &- smallest)
      return is32Bit ? UInt64(UInt32(truncatingIfNeeded: above)) : above
    }
    var widths: [Int] = []
    for start in stride(from: 0, to: blockCount, by: miniblockCount) {
      let all = rest[min(start, rest.count)..<min(start + miniblockCount, rest.count)].reduce(0, |)
      widths.append(all.significantBits)
      bytes.append(UInt8(all.significantBits))
    }
    for (index, width) in widths.enumerated() where index * miniblockCount < rest.count {
      let start = index * miniblockCount
      bytes.appendPacked(miniblockCount, bitWidth: width) { index in
        start + index < rest.count ? rest[start + index] : 0
      }
    }
  }
}
