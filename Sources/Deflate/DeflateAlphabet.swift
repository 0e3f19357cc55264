/// The symbols of deflate (RFC 1951, section 3.2.5): literals, the end of a block, lengths and distances of copies.
enum DeflateAlphabet {
  /// How far back a copy can reach.
  static let windowSize = 32 * 1024
  static let shortestCopy = 3
  static let longestCopy = 258

  static let endOfBlock = 256
  static let firstLength = 257
  /// 0 to 285: literals, the end of a block, lengths.
  static let literalsAndLengths = 286
  static let distances = 30

  /// Literals and lengths take at most 15 bits. With 14, four literals and what is left of a byte fit into 64 bits.
  static let longestCode = 14
  static let longestDistanceCode = 15

  /// By length symbol: the shortest length, and how many bits tell which one is meant.
  static let lengthBases: [Int] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  static let lengthExtraBits: [Int] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]

  /// By length, from 0 to 258: the number of its symbol.
  static let lengthSymbols: [UInt8] = {
    var symbols = [UInt8](repeating: 0, count: longestCopy + 1)
    for length in shortestCopy...longestCopy {
      symbols[length] = UInt8(lengthBases.lastIndex { $0 <= length } ?? 0)
    }
    return symbols
  }()

  /// The symbol of a distance, from 1 to 32,768: two for each power of two.
  @inline(__always)
  static func distanceSymbol(_ distance: Int) -> Int {
    let place = UInt32(truncatingIfNeeded: distance &- 1)
    guard place > 1 else { return Int(place) }
    let power = 31 &- place.leadingZeroBitCount
    return 2 &* power &+ Int((place &>> UInt32(truncatingIfNeeded: power &- 1)) & 1)
  }

  /// The shortest distance of a symbol.
  static func distanceBase(_ symbol: Int) -> Int {
    symbol < 2 ? symbol + 1 : ((2 + symbol % 2) << (symbol / 2 - 1)) + 1
  }

  static func distanceExtraBits(_ symbol: Int) -> Int {
    max(0, symbol / 2 - 1)
  }
}
