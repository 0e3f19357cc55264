/// Compresses content, block after block, as deflate (RFC 1951).
///
/// What comes out depends on the arguments alone: not on what was compressed before, nor on the machine.
///
/// Sendable by agreement: whoever takes a deflater from a pool has it alone until it is put back.
package final class Deflater: @unchecked Sendable {
  private let search: MatchSearch?
  private var finder = MatchFinder()
  private var parser: LazyParser
  /// The window, the content, and what the finder may read beyond; kept for its room, as `output` is.
  private var input: [UInt8] = []
  private var output: [UInt8] = []

  package init(_ effort: DeflateEffort) {
    if case .level(let level) = effort { precondition(0...9 ~= level, "deflate has the levels 0 to 9") }
    search = effort.search
    parser = LazyParser(search ?? MatchSearch(chain: 0))
  }

  /// Compresses content as the continuation of `previous`, whose last 32 KiB it may refer back to.
  ///
  /// The output ends on a byte boundary and, if it is the last, with the end of the deflate stream.
  ///
  /// - Precondition: the content is shorter than 2^31 bytes, for positions and counts have 32 bits.
  package func compress(_ content: [UInt8], after previous: [UInt8] = [], isLast: Bool) -> [UInt8] {
    precondition(content.count < 1 << 31, "content comes in blocks")
    let window = previous.suffix(DeflateAlphabet.windowSize)
    input.removeAll(keepingCapacity: true)
    input.append(contentsOf: window)
    input.append(contentsOf: content)
    input.append(contentsOf: repeatElement(0, count: MatchFinder.slack))
    let room = BlockWriter.room(for: content.count)
    if output.count < room { output = Array(repeating: 0, count: room) }
    var space = output.mutableSpan
    var target = space.mutableBytes
    let count = write(
      input.span.bytes, window.count..<(window.count + content.count), isLast: isLast, to: &target)
    return Array(output[..<count])
  }

  /// Gives the number of bytes written.
  private func write(
    _ input: RawSpan, _ content: Range<Int>, isLast: Bool, to target: inout MutableRawSpan
  ) -> Int {
    var output = BitOutput()
    if search == nil {
      BlockWriter.appendStored(input, content, isLast: isLast, to: &output, &target)
    } else {
      finder.reset()
      for position in 0..<content.lowerBound { finder.skip(position, in: input, keepsRecents: true) }
      parser.begin(input, content)
      var start = content.lowerBound
      repeat {
        let end = parser.parseBlock(input, start..<content.upperBound, with: &finder)
        BlockWriter.append(
          parser.steps, parser.counts, input, start..<end, isLast: isLast && end == content.upperBound, to: &output,
          &target)
        start = end
      } while start < content.upperBound
      if !isLast { BlockWriter.appendStored(input, 0..<0, isLast: false, to: &output, &target) }
    }
    output.align(&target)
    return output.position
  }
}
