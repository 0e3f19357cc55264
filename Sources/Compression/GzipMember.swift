/// The frame around a deflate stream in a gzip file (RFC 1952), and whole members.
package enum GzipMember {
  /// Bytes of content that are compressed as one block when a member is written in pieces. It affects a member's bytes.
  package static let blockSize = 256 * 1024

  /// Deflate; no flags, so no name; no time; no remark on the level; an unknown system.
  package static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

  /// The end of a member: the checksum and the length, modulo 2^32, of its content.
  package static func trailer(checksum: CRC32, length: Int) -> [UInt8] {
    let low = UInt32(truncatingIfNeeded: length)
    return checksum.littleEndianBytes + (0..<4).map { UInt8(truncatingIfNeeded: low >> ($0 * 8)) }
  }

  /// Compresses content as one member and one block.
  package static func compress(_ content: [UInt8], _ level: GzipLevel) throws(CompressionError) -> [UInt8] {
    try header + Deflater(level).compress(content, isLast: true)
      + trailer(checksum: CRC32(of: content), length: content.count)
  }

  /// Decompresses one complete member.
  ///
  /// - Parameter limit: the most bytes of content; a member with more is an error.
  package static func decompress(_ member: [UInt8], limit: Int) throws(CompressionError) -> [UInt8] {
    let decompressor = try GzipDecompressor()
    var content: [UInt8] = []
    decompressor.append(member)
    while let piece = try decompressor.next() {
      content += piece
      guard content.count <= limit else {
        throw CompressionError(operation: GzipDecompressor.operation, reason: "more than \(limit) bytes of content")
      }
    }
    guard decompressor.isComplete else {
      throw CompressionError(operation: GzipDecompressor.operation, reason: "truncated data")
    }
    return content
  }
}
