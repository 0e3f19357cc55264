/// What stands around a deflate stream in a gzip file (RFC 1952).
package enum GzipMember {
  /// How much content is compressed as one block where it comes in pieces: it decides about a member's bytes.
  package static let blockSize = 256 * 1024

  /// Deflate; no flags, so no name; no time; no remark on the level; made on a system that is not told.
  package static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

  /// What ends a member: the checksum and the length, modulo 2^32, of its content.
  package static func trailer(checksum: CRC32, length: Int) -> [UInt8] {
    let low = UInt32(truncatingIfNeeded: length)
    return checksum.littleEndianBytes + (0..<4).map { UInt8(truncatingIfNeeded: low >> ($0 * 8)) }
  }

  /// Content as a whole member, compressed as one piece.
  package static func compress(_ content: [UInt8], _ effort: DeflateEffort) -> [UInt8] {
    header + Deflater(effort).compress(content, isLast: true)
      + trailer(checksum: CRC32(of: content), length: content.count)
  }
}
