/// A table of finite state entropy coding: how often each symbol is met decides how many bits it takes, fractions of
/// bits included.
package struct FiniteStateTable {
  let tableLog: Int
  /// Shares of the table's `2^tableLog` cells; -1 is one cell at its end.
  let shares: [Int]
  private var states: [UInt16]
  private var transforms: [Transform]

  private struct Transform {
    var bits: UInt32 = 0
    var place: Int32 = 0
  }

  /// `shares` fill the table.
  init(shares: [Int], tableLog: Int) {
    self.shares = shares
    self.tableLog = tableLog
    let size = 1 << tableLog
    var cells = [Int](repeating: 0, count: size)
    var starts: [Int] = []
    var total = 0
    var last = size - 1
    for (symbol, share) in shares.enumerated() {
      starts.append(total)
      total += abs(share)
      if share == -1 {
        cells[last] = symbol
        last -= 1
      }
    }
    let step = size >> 1 + size >> 3 + 3
    var position = 0
    for (symbol, share) in shares.enumerated() where share > 0 {
      for _ in 0..<share {
        cells[position] = symbol
        repeat { position = (position + step) & (size - 1) } while position > last
      }
    }
    states = [UInt16](repeating: 0, count: size)
    var next = starts
    for (cell, symbol) in cells.enumerated() {
      states[next[symbol]] = UInt16(size + cell)
      next[symbol] += 1
    }
    transforms = zip(shares, starts).map { share, start in
      switch share {
      case 0: return Transform(bits: UInt32(truncatingIfNeeded: (tableLog + 1) << 16 - size), place: 0)
      case -1, 1: return Transform(bits: UInt32(truncatingIfNeeded: tableLog << 16 - size), place: Int32(start - 1))
      default:
        let most = tableLog - (UInt32(share - 1).significantBits - 1)
        return Transform(bits: UInt32(truncatingIfNeeded: most << 16 - share << most), place: Int32(start - share))
      }
    }
  }

  /// The state after a first symbol, which takes no bits.
  func start(_ symbol: Int) -> UInt32 {
    let transform = transforms[symbol]
    let bits = (transform.bits &+ 1 << 15) >> 16
    let value = bits << 16 &- transform.bits
    return UInt32(states[Int(Int32(bitPattern: value >> bits) &+ transform.place)])
  }

  /// Codes a symbol and moves to the next state.
  @inline(__always)
  func encode(_ symbol: Int, _ state: inout UInt32, _ output: inout BackwardBits) {
    let transform = transforms[symbol]
    let bits = (state &+ transform.bits) &>> 16
    output.append(UInt64(state), Int(bits))
    state = UInt32(states[Int(Int32(bitPattern: state &>> bits) &+ transform.place)])
  }

  /// The bits that symbols take which were met so often, about; nil where one of them has no share.
  func bitCount(_ counts: [Int]) -> Int? {
    var bits = 0
    for (symbol, count) in counts.enumerated() where count > 0 {
      guard symbol < shares.count, shares[symbol] != 0 else { return nil }
      let share = UInt32(abs(shares[symbol]))
      // In 256ths: the logarithm between two powers of two taken for a line.
      let power = share.significantBits - 1
      let logarithm = power << 8 + Int((share << 8) >> UInt32(power)) - 256
      bits += count * (tableLog << 8 - logarithm)
    }
    return bits >> 8
  }

  /// The shares of symbols that were met `counts` times; `total` is their sum, at least two of them are met.
  package static func shares(of counts: [Int], total: Int, tableLog: Int) -> [Int] {
    let size = 1 << tableLog
    var shares = counts.map { $0 == 0 ? 0 : max(1, ($0 * size + total / 2) / total) }
    var excess = shares.reduce(0, +) - size
    while excess != 0 {
      // The largest share feels a change the least.
      guard let largest = shares.indices.max(by: { shares[$0] < shares[$1] }) else { break }
      let change = excess > 0 ? min(excess, max(1, shares[largest] / 8)) : excess
      shares[largest] -= change
      excess -= change
    }
    return shares
  }

  /// A table size that suits so many symbols: small ones are cheap to describe, large ones exact.
  package static func tableLog(most: Int, total: Int, symbolCount: Int) -> Int {
    let useful = UInt32(max(2, total - 1)).significantBits - 1 - 2
    // Every symbol that is met needs a cell.
    let least = min(UInt32(total).significantBits, UInt32(max(1, symbolCount - 1)).significantBits + 1)
    return min(most, max(5, least, min(most, useful)))
  }

  /// Appends the table's description.
  func appendDescription(to bytes: inout [UInt8]) {
    let place = bytes.count
    // A share takes one bit more than the table's size does, zeros that follow one another two bits each.
    bytes.append(contentsOf: repeatElement(0, count: shares.count * 2 + BitPacker.slack))
    var space = bytes.mutableSpan
    var target = space.mutableBytes
    var packer = BitPacker(at: place)
    packer.append(UInt64(tableLog - 5), bitWidth: 4, to: &target)
    var remaining = 1 << tableLog + 1
    var threshold = 1 << tableLog
    var bits = tableLog + 1
    var symbol = 0
    while remaining > 1 {
      let share = shares[symbol]
      symbol += 1
      remaining -= abs(share)
      let most = 2 * threshold - 1 - (remaining + abs(share))
      let value = share + 1
      // Small values take a bit less, as long as no other could be meant.
      if value < most {
        packer.append(UInt64(value), bitWidth: bits - 1, to: &target)
      } else {
        packer.append(UInt64(value >= threshold ? value + most : value), bitWidth: bits, to: &target)
      }
      if share == 0 { appendZeros(&symbol, &packer, &target) }
      while remaining < threshold, threshold > 1 {
        bits -= 1
        threshold >>= 1
      }
    }
    packer.finish(&target)
    bytes.removeSubrange(packer.position...)
  }

  /// After a symbol without a share: how many more follow, two bits at a time.
  private func appendZeros(_ symbol: inout Int, _ packer: inout BitPacker, _ target: inout MutableRawSpan) {
    var zeros = 0
    while shares[symbol + zeros] == 0 { zeros += 1 }
    symbol += zeros
    while zeros >= 3 {
      packer.append(3, bitWidth: 2, to: &target)
      zeros -= 3
    }
    packer.append(UInt64(zeros), bitWidth: 2, to: &target)
  }
}
