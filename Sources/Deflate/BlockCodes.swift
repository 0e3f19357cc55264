/// The codes of one block of deflate (RFC 1951, sections 3.2.6 and 3.2.7).
struct BlockCodes {
  /// Of literals, the end of the block, and lengths.
  let symbols: PrefixCode
  let distances: PrefixCode

  /// The shortest for what occurs.
  init(_ counts: SymbolCounts) {
    symbols = PrefixCode(counts: counts.literalsAndLengths, limit: DeflateAlphabet.longestCode)
    distances = PrefixCode(counts: counts.distances, limit: DeflateAlphabet.longestDistanceCode)
  }

  private init(symbols: PrefixCode, distances: PrefixCode) {
    self.symbols = symbols
    self.distances = distances
  }

  /// Those that need no description. The last two of each stand for nothing, but have their places among the codes.
  static let fixed = BlockCodes(
    symbols: PrefixCode(
      lengths: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112) + [UInt8](repeating: 7, count: 24)
        + [UInt8](repeating: 8, count: 8)),
    distances: PrefixCode(lengths: [UInt8](repeating: 5, count: 32)))

  /// What a block's symbols take, with the bits that tell lengths and distances apart.
  func bitCount(_ counts: SymbolCounts) -> Int {
    var bits = 0
    for (count, length) in zip(counts.literalsAndLengths, symbols.lengths) { bits += Int(count) * Int(length) }
    for (count, extra) in zip(counts.lengths, DeflateAlphabet.lengthExtraBits) { bits += Int(count) * extra }
    for (symbol, count) in counts.distances.enumerated() {
      bits += Int(count) * (Int(distances.lengths[symbol]) + DeflateAlphabet.distanceExtraBits(symbol))
    }
    return bits
  }
}
