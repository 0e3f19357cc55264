/// Writes blocks of deflate (RFC 1951, section 3.2.3), each as whatever is shortest: with codes of its own, with the
/// fixed ones, or stored.
enum BlockWriter {
  private static let (stored, fixed, dynamic): (UInt64, UInt64, UInt64) = (0, 1, 2)
  /// The kind of a block, and whether it is the last one.
  private static let headerBits = 3
  private static let mostStored = 0xFFFF

  /// The most that blocks of so much content take, with room for whole stores: stored blocks have five bytes for each
  /// 65,535, and none is longer than the same content stored.
  static func room(for content: Int) -> Int {
    content + content >> 10 + 128
  }

  /// Appends the bytes of `content`: the steps, then literals.
  static func append(
    _ steps: ArraySlice<CopyStep>, _ counts: SymbolCounts, _ input: RawSpan, _ content: Range<Int>, isLast: Bool,
    to output: inout BitOutput, _ target: inout MutableRawSpan
  ) {
    let own = BlockCodes(counts)
    let description = CodeDescription(own)
    let ownBits = own.bitCount(counts) + description.bitCount
    let fixedBits = BlockCodes.fixed.bitCount(counts)
    // To the next byte, then two lengths.
    let storedBits = (content.count / mostStored + 1) * (7 + 32) + content.count * 8
    guard min(ownBits, fixedBits) < storedBits else {
      return appendStored(input, content, isLast: isLast, to: &output, &target)
    }
    appendHeader(ownBits < fixedBits ? dynamic : fixed, isLast: isLast, to: &output)
    if ownBits < fixedBits { description.append(to: &output, &target) }
    BlockEncoder(ownBits < fixedBits ? own : .fixed).append(steps, input, content, to: &output, &target)
  }

  /// Appends bytes as they are. Without any, it brings the output to the end of a byte.
  static func appendStored(
    _ input: RawSpan, _ content: Range<Int>, isLast: Bool, to output: inout BitOutput, _ target: inout MutableRawSpan
  ) {
    var start = content.lowerBound
    repeat {
      let end = min(start + mostStored, content.upperBound)
      appendHeader(stored, isLast: isLast && end == content.upperBound, to: &output)
      output.align(&target)
      output.append(UInt64(end - start), 16)
      output.append(UInt64(~(end - start) & mostStored), 16)
      output.store(&target)
      output.append(input.extracting(start..<end), &target)
      start = end
    } while start < content.upperBound
  }

  private static func appendHeader(_ kind: UInt64, isLast: Bool, to output: inout BitOutput) {
    output.append((isLast ? 1 : 0) | kind << 1, headerBits)
  }
}
