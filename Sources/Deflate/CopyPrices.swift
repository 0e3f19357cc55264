/// Which copies cost fewer bits than their bytes as literals.
///
/// Where literals are cheap, as digits are, a short copy from far away costs more than it saves. Prices are estimated
/// from the symbols that occurred so far, in whole numbers, so that they are the same on every machine.
struct CopyPrices {
  /// By distance symbol: the length from which on copies pay.
  private var shortest: InlineArray<30, UInt8>
  /// The least of them.
  private(set) var least: Int

  /// No copy that is shorter is looked for.
  static let shortestOfAll = 4
  /// Copies of this length always pay.
  private static let longestInDoubt = 24
  /// Bits are counted in 256ths.
  private static let bit = 256

  /// Before anything is known but how often each byte occurs in some of the content.
  init(byteCounts: [UInt32]) {
    // Lengths and distances take about six and four bits where they are mixed.
    self.init(literal: CopyPrices.meanBits(of: byteCounts, total: byteCounts.reduce(0, &+))) { _, distance in
      (6 + 4 + DeflateAlphabet.distanceExtraBits(distance)) * CopyPrices.bit
    }
  }

  /// From what occurred so far.
  init(_ counts: SymbolCounts) {
    let total = counts.literalsAndLengths.reduce(0, &+)
    let lengths = zip(counts.lengths, DeflateAlphabet.lengthExtraBits).map { count, extra in
      CopyPrices.log(total) - CopyPrices.log(count) + extra * CopyPrices.bit
    }
    let copies = CopyPrices.log(counts.distances.reduce(0, &+))
    let distances = counts.distances.enumerated().map { symbol, count in
      copies - CopyPrices.log(count) + DeflateAlphabet.distanceExtraBits(symbol) * CopyPrices.bit
    }
    self.init(literal: CopyPrices.meanBits(of: counts.literals, total: total)) { length, distance in
      lengths[Int(DeflateAlphabet.lengthSymbols[length])] + distances[distance]
    }
  }

  private init(literal: Int, copy: (_ length: Int, _ distanceSymbol: Int) -> Int) {
    shortest = InlineArray { symbol in
      let lengths = CopyPrices.shortestOfAll..<CopyPrices.longestInDoubt
      return UInt8(lengths.first { $0 * literal > copy($0, symbol) } ?? CopyPrices.longestInDoubt)
    }
    least = CopyPrices.longestInDoubt
    for symbol in shortest.indices { least = min(least, Int(shortest[symbol])) }
  }

  /// Whether a copy, if there is one, costs fewer bits than its bytes.
  @inline(__always)
  func isWorth(_ match: Match) -> Bool {
    match.distance > 0 && match.length >= Int(shortest[DeflateAlphabet.distanceSymbol(match.distance)])
  }

  /// What one of the symbols counted costs on average, where there are `total` of all kinds.
  private static func meanBits(of counts: [UInt32], total: UInt32) -> Int {
    var bits = 0
    var number = 0
    for count in counts where count > 0 {
      bits += Int(count) * (log(total) - log(count))
      number += Int(count)
    }
    return number == 0 ? 8 * bit : bits / number
  }

  /// The binary logarithm, linear between powers of two; that of 1 for 0.
  private static func log(_ number: UInt32) -> Int {
    let number = Int(max(number, 1))
    let power = number.bitWidth - 1 - number.leadingZeroBitCount
    return (power - 1) * bit + (number * bit) >> power
  }
}
