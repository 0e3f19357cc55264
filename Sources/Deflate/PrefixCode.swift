/// A Huffman code: a length in bits for each symbol, none longer than a limit.
package struct PrefixCode {
  /// By symbol; 0 where it does not occur.
  package let lengths: [UInt8]

  /// The shortest code for symbols that occur so often, or nearly, where the limit cuts it.
  ///
  /// At least two symbols get a code, for some readers take no other: symbols that do not occur stand in.
  ///
  /// - Precondition: 2^`limit` is at least the number of symbols, which is less than 2^12; counts are less than 2^52.
  package init(counts: some Collection<some BinaryInteger>, limit: Int) {
    // The rarest first; in the order of symbols where they are as frequent, so that nothing is left to the sort.
    let symbolBits: UInt64 = 12
    let symbolMask: UInt64 = 1 << symbolBits - 1
    var leaves = counts.enumerated().compactMap { symbol, count in
      count > 0 ? UInt64(count) << symbolBits | UInt64(symbol) : nil
    }
    var standIn: UInt64 = 0
    while leaves.count < 2 {
      if !leaves.contains(where: { $0 & symbolMask == standIn }) { leaves.append(1 << symbolBits | standIn) }
      standIn += 1
    }
    leaves.sort()
    var lengths = [UInt8](repeating: 0, count: counts.count)
    var leaf = 0
    let numbers = PrefixCode.numbers(of: leaves.map { $0 >> symbolBits }, limit: limit)
    for length in stride(from: limit, through: 1, by: -1) {
      for _ in 0..<numbers[length] {
        lengths[Int(leaves[leaf] & symbolMask)] = UInt8(length)
        leaf += 1
      }
    }
    self.lengths = lengths
  }

  package init(lengths: [UInt8]) {
    self.lengths = lengths
  }

  /// How many codes there are of each length, for leaves of ascending weight.
  private static func numbers(of weights: [UInt64], limit: Int) -> [Int] {
    // Leaves, then the nodes that are made of the two lightest, which ascend too.
    var sums = weights
    sums.reserveCapacity(weights.count * 2)
    var parents = [Int](repeating: 0, count: weights.count * 2 - 1)
    var leaf = 0
    var node = weights.count
    for next in weights.count..<parents.count {
      var sum: UInt64 = 0
      for _ in 0..<2 {
        let takesLeaf = leaf < weights.count && (node >= next || sums[leaf] <= sums[node])
        let lightest = takesLeaf ? leaf : node
        if takesLeaf { leaf += 1 } else { node += 1 }
        sum += sums[lightest]
        parents[lightest] = next
      }
      sums.append(sum)
    }
    var numbers = [Int](repeating: 0, count: limit + 1)
    var depths = [Int](repeating: 0, count: parents.count)
    for index in stride(from: parents.count - 2, through: 0, by: -1) {
      depths[index] = depths[parents[index]] + 1
      if index < weights.count { numbers[min(depths[index], limit)] += 1 }
    }
    fit(&numbers, limit: limit)
    return numbers
  }

  /// Makes room for codes that were cut to the limit: a shorter code becomes two of the next length, one for itself and
  /// one for a code at the limit.
  private static func fit(_ numbers: inout [Int], limit: Int) {
    var taken = (1...limit).reduce(0) { $0 + numbers[$1] << (limit - $1) }
    while taken > 1 << limit {
      guard let length = (1..<limit).last(where: { numbers[$0] > 0 }) else { return }
      numbers[length] -= 1
      numbers[length + 1] += 2
      numbers[limit] -= 1
      taken -= 1
    }
  }

  /// The codes as deflate wants them (RFC 1951, section 3.2.2): in the order of lengths, then symbols, each with its
  /// first bit lowest.
  var reversedCodes: [UInt16] {
    var numbers = [UInt16](repeating: 0, count: 17)
    for length in lengths where length > 0 { numbers[Int(length)] += 1 }
    var next = [UInt16](repeating: 0, count: 17)
    for length in 1...16 { next[length] = (next[length - 1] + numbers[length - 1]) << 1 }
    return lengths.map { length in
      guard length > 0 else { return 0 }
      let code = next[Int(length)]
      next[Int(length)] += 1
      return code.bitReversed >> (16 - UInt16(length))
    }
  }
}

extension UInt16 {
  /// The highest bit lowest.
  fileprivate var bitReversed: UInt16 {
    var value = byteSwapped
    value = (value & 0x0F0F) << 4 | (value & 0xF0F0) >> 4
    value = (value & 0x3333) << 2 | (value & 0xCCCC) >> 2
    return (value & 0x5555) << 1 | (value & 0xAAAA) >> 1
  }
}
