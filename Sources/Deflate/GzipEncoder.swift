/// One gzip member, made piece by piece in one thread.
///
/// The bytes depend on the content and the effort alone, not on the sizes of its pieces.
package struct GzipEncoder {
  private let deflater: Deflater
  private var checksum = CRC32()
  private var length = 0
  /// Content that does not fill a block yet.
  private var pending: [UInt8] = []
  /// The block before.
  private var previous: [UInt8] = []
  /// What comes before the next block.
  private var header = GzipMember.header

  package init(_ effort: DeflateEffort) {
    deflater = Deflater(effort)
  }

  /// What can be written after taking in `bytes`; none where they do not fill a block.
  package mutating func append(_ bytes: [UInt8]) -> [UInt8] {
    pending += bytes
    var output: [UInt8] = []
    while pending.count >= GzipMember.blockSize {
      output += compressed(Array(pending[..<GzipMember.blockSize]), isLast: false)
      pending.removeFirst(GzipMember.blockSize)
    }
    return output
  }

  /// What is left, and the trailer.
  package mutating func finish() -> [UInt8] {
    compressed(pending, isLast: true) + GzipMember.trailer(checksum: checksum, length: length)
  }

  private mutating func compressed(_ block: [UInt8], isLast: Bool) -> [UInt8] {
    defer {
      header = []
      previous = block
    }
    checksum.update(with: block)
    length += block.count
    return header + deflater.compress(block, after: previous, isLast: isLast)
  }
}
