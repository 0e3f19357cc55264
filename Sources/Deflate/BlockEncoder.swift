/// Writes the literals and copies of one block in its codes.
struct BlockEncoder {
  /// Each with its number of bits above `lengthShift`: literals and the end of the block, by symbol; copies, by length,
  /// with what tells lengths apart that share a symbol.
  private var literals: [UInt32]
  private var lengths: [UInt32]
  private var distances: [DistanceCode]

  private static let lengthShift: UInt32 = 24
  private static let codeMask: UInt32 = 0xFF_FFFF

  private struct DistanceCode {
    var code: UInt16
    var base: UInt16
    var bits: UInt8
    var extraBits: UInt8
  }

  init(_ codes: BlockCodes) {
    let symbols = codes.symbols.reversedCodes
    let symbolBits = codes.symbols.lengths
    literals = (0...DeflateAlphabet.endOfBlock).map {
      UInt32(symbols[$0]) | UInt32(symbolBits[$0]) << BlockEncoder.lengthShift
    }
    lengths = (0...DeflateAlphabet.longestCopy).map { length in
      guard length >= DeflateAlphabet.shortestCopy else { return 0 }
      let number = Int(DeflateAlphabet.lengthSymbols[length])
      let symbol = DeflateAlphabet.firstLength + number
      let bits = UInt32(symbolBits[symbol])
      let extra = UInt32(length - DeflateAlphabet.lengthBases[number])
      return UInt32(symbols[symbol]) | extra << bits
        | (bits + UInt32(DeflateAlphabet.lengthExtraBits[number])) << BlockEncoder.lengthShift
    }
    let distanceCodes = codes.distances.reversedCodes
    distances = (0..<DeflateAlphabet.distances).map { symbol in
      DistanceCode(
        code: distanceCodes[symbol], base: UInt16(DeflateAlphabet.distanceBase(symbol)),
        bits: codes.distances.lengths[symbol], extraBits: UInt8(DeflateAlphabet.distanceExtraBits(symbol)))
    }
  }

  /// Appends the bytes of `content`: the steps, then literals, then the end of the block.
  func append(
    _ steps: ArraySlice<CopyStep>, _ input: RawSpan, _ content: Range<Int>, to output: inout BitOutput,
    _ target: inout MutableRawSpan
  ) {
    let literals = literals.span
    let lengths = lengths.span
    let distances = distances.span
    // In registers, not behind an address.
    var bits = output
    defer { output = bits }
    var position = content.lowerBound

    func appendLiteral(_ byte: UInt8) {
      let literal = literals[Int(byte)]
      bits.append(
        UInt64(literal & BlockEncoder.codeMask), Int(truncatingIfNeeded: literal &>> BlockEncoder.lengthShift))
    }
    func byte(_ position: Int) -> UInt8 { input.unsafeLoad(fromByteOffset: position, as: UInt8.self) }

    for step in steps {
      let copy = position &+ Int(step.literals)
      while copy &- position >= 4 {
        appendLiteral(byte(position))
        appendLiteral(byte(position &+ 1))
        appendLiteral(byte(position &+ 2))
        appendLiteral(byte(position &+ 3))
        position &+= 4
        bits.store(&target)
      }
      while position < copy {
        appendLiteral(byte(position))
        position &+= 1
      }
      bits.store(&target)
      let length = lengths[Int(step.length)]
      bits.append(
        UInt64(length & BlockEncoder.codeMask), Int(truncatingIfNeeded: length &>> BlockEncoder.lengthShift))
      let distance = distances[DeflateAlphabet.distanceSymbol(Int(step.distance))]
      bits.append(UInt64(distance.code), Int(distance.bits))
      bits.append(UInt64(step.distance &- distance.base), Int(distance.extraBits))
      bits.store(&target)
      position &+= Int(step.length)
    }
    while position < content.upperBound {
      appendLiteral(byte(position))
      position &+= 1
      bits.store(&target)
    }
    let end = literals[DeflateAlphabet.endOfBlock]
    bits.append(UInt64(end & BlockEncoder.codeMask), Int(truncatingIfNeeded: end &>> BlockEncoder.lengthShift))
    bits.store(&target)
  }
}
