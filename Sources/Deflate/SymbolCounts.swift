/// How often each symbol of deflate occurs in a block.
struct SymbolCounts {
  private var numbers = InlineArray<316, UInt32>(repeating: 0)

  private static let firstDistance = DeflateAlphabet.literalsAndLengths

  @inline(__always)
  mutating func addLiteral(_ byte: UInt8) {
    numbers[Int(byte)] &+= 1
  }

  /// - Parameter length: the number of a length's symbol.
  @inline(__always)
  mutating func addCopy(length: Int, distance: Int) {
    numbers[DeflateAlphabet.firstLength &+ length] &+= 1
    numbers[SymbolCounts.firstDistance &+ distance] &+= 1
  }

  /// Each block has one.
  mutating func addEndOfBlock() {
    numbers[DeflateAlphabet.endOfBlock] &+= 1
  }

  var literals: [UInt32] { numbers(0..<DeflateAlphabet.endOfBlock) }
  /// With the end of the block between them.
  var literalsAndLengths: [UInt32] { numbers(0..<SymbolCounts.firstDistance) }
  var lengths: [UInt32] { numbers(DeflateAlphabet.firstLength..<SymbolCounts.firstDistance) }
  var distances: [UInt32] { numbers(SymbolCounts.firstDistance..<numbers.count) }

  private func numbers(_ range: Range<Int>) -> [UInt32] {
    range.map { numbers[$0] }
  }
}
