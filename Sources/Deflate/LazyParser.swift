/// Some literals, then a copy of earlier bytes.
struct CopyStep {
  var literals: UInt32
  var length: UInt16
  var distance: UInt16
}

/// Cuts content into literals and copies: at each byte the longest copy that pays, unless the next byte begins a better
/// one.
struct LazyParser {
  private let search: MatchSearch
  private var buffer: [CopyStep]
  private var stepCount = 0
  /// Of the block that was parsed last.
  private(set) var counts = SymbolCounts()
  private var prices = CopyPrices(byteCounts: [])

  /// A block ends after so many copies, so that codes follow the content.
  private static let mostSteps = 16_384
  /// Prices are estimated anew after so many copies, the first time in a block after fewer.
  private static let stepsOfPrices = 2_048
  private static let firstStepsOfPrices = 512
  /// Bytes that the first prices come from.
  private static let sampleSize = 16 * 1024

  init(_ search: MatchSearch) {
    self.search = search
    buffer = Array(repeating: CopyStep(literals: 0, length: 0, distance: 0), count: LazyParser.mostSteps)
  }

  /// The steps of the block that was parsed last; the bytes after them are literals.
  var steps: ArraySlice<CopyStep> { buffer[..<stepCount] }

  /// Forgets what was parsed before, and learns from some of the content what its bytes cost.
  mutating func begin(_ input: RawSpan, _ content: Range<Int>) {
    var byteCounts = [UInt32](repeating: 0, count: 256)
    for position in content.prefix(LazyParser.sampleSize) { byteCounts[Int(LazyParser.byte(input, position))] += 1 }
    prices = CopyPrices(byteCounts: byteCounts)
  }

  /// Parses one block from the content's begin on, and gives its end.
  ///
  /// - Precondition: the finder knows what stands before the content, as far as it may be referred to; `slack` bytes can
  ///   be read behind it.
  mutating func parseBlock(_ input: RawSpan, _ content: Range<Int>, with finder: inout MatchFinder) -> Int {
    let end = content.upperBound
    // The last bytes are literals, so that what is behind the content enters no chain.
    let stop = end &- MatchFinder.slack
    let lengthSymbols = DeflateAlphabet.lengthSymbols
    let search = search
    // In registers and on the stack, not behind an address.
    var counts = SymbolCounts()
    var prices = prices
    var keepsRecents = prices.least <= CopyPrices.shortestOfAll
    var nextPrices = LazyParser.firstStepsOfPrices
    var number = 0
    var position = content.lowerBound
    // Where the literals begin that no step holds yet.
    var anchor = position

    func find(_ position: Int, above length: Int, chain: Int) -> Match {
      let most = min(DeflateAlphabet.longestCopy, end &- position)
      return finder.longest(
        at: position, in: input, above: length, most: most, nice: min(search.nice, most), chain: chain,
        keepsRecents: keepsRecents)
    }

    while position < stop, number < LazyParser.mostSteps {
      // Not above a length whose chain begins later, or the nearest copies of a run would be passed over.
      var match = find(position, above: min(prices.least &- 1, MatchFinder.chainBytes &- 1), chain: search.chain)
      guard prices.isWorth(match) else {
        counts.addLiteral(LazyParser.byte(input, position))
        position &+= 1
        continue
      }
      // The first position that the finder does not know yet.
      var next = position &+ 1
      while match.length < search.lazy, next < stop {
        let other = find(next, above: match.length &- 1, chain: search.chain &>> 1)
        next &+= 1
        guard prices.isWorth(other), other.isBetter(than: match) else { break }
        counts.addLiteral(LazyParser.byte(input, position))
        position &+= 1
        match = other
      }
      counts.addCopy(
        length: Int(lengthSymbols[match.length]), distance: DeflateAlphabet.distanceSymbol(match.distance))
      buffer[number] = CopyStep(
        literals: UInt32(truncatingIfNeeded: position &- anchor), length: UInt16(truncatingIfNeeded: match.length),
        distance: UInt16(truncatingIfNeeded: match.distance))
      number &+= 1
      position &+= match.length
      anchor = position
      while next < min(position, stop) {
        finder.skip(next, in: input, keepsRecents: keepsRecents)
        next &+= 1
      }
      if number == nextPrices {
        nextPrices &+= LazyParser.stepsOfPrices
        prices = CopyPrices(counts)
        keepsRecents = prices.least <= CopyPrices.shortestOfAll
      }
    }
    if position >= stop {
      for position in position..<end { counts.addLiteral(LazyParser.byte(input, position)) }
      position = end
    }
    counts.addEndOfBlock()
    self.counts = counts
    self.prices = CopyPrices(counts)
    stepCount = number
    return position
  }

  @inline(__always)
  private static func byte(_ input: RawSpan, _ position: Int) -> UInt8 {
    input.unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }
}

extension Match {
  /// Whether it is worth a literal before it: a byte more counts as much as a distance sixteen times as short.
  @inline(__always)
  fileprivate func isBetter(than other: Match) -> Bool {
    4 &* (length &- other.length) &+ (distance.leadingZeroBitCount &- other.distance.leadingZeroBitCount) > 2
  }
}
