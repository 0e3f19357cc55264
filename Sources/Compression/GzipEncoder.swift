/// Writes one gzip member piece by piece, in the calling task.
///
/// The bytes depend on the content, the level and libz alone, not on the sizes of the pieces.
package struct GzipEncoder {
  private let deflater: Deflater
  private var checksum = CRC32()
  private var length = 0
  /// Content that does not fill a block yet.
  private var pending: [UInt8] = []
  /// The block before.
  private var previous: [UInt8] = []
  /// Written before the first block.
  private var header = GzipMember.header

  package init(_ level: GzipLevel) throws(CompressionError) {
    deflater = try Deflater(level)
  }

  /// Takes content and returns the bytes that are ready; empty until a block is full.
  package mutating func append(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
    pending += bytes
    var output: [UInt8] = []
    while pending.count >= GzipMember.blockSize {
      output += try compressed(Array(pending[..<GzipMember.blockSize]), isLast: false)
      pending.removeFirst(GzipMember.blockSize)
    }
    return output
  }

  /// Returns the rest of the member, with its trailer.
  package mutating func finish() throws(CompressionError) -> [UInt8] {
    try compressed(pending, isLast: true) + GzipMember.trailer(checksum: checksum, length: length)
  }

  private mutating func compressed(_ block: [UInt8], isLast: Bool) throws(CompressionError) -> [UInt8] {
    let bytes = try header + deflater.compress(block, after: previous, isLast: isLast)
    checksum.update(with: block)
    length += block.count
    header = []
    previous = block
    return bytes
  }
}
