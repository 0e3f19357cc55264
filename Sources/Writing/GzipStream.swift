/// One gzip member, made of blocks that are compressed side by side and come out in order.
///
/// Blocks hold 256 KiB of content whatever the sizes in which it arrived, each is compressed with the end of the one
/// before as its dictionary, and so the bytes depend on the content and the effort alone: not on threads, timing or
/// the time of day.
package struct GzipStream: Sendable {
  package static let blockSize = 256 * 1024
  /// How far back deflate can refer.
  static let windowSize = 32 * 1024

  /// Deflate; no flags, so no name; no time; no remark on the level; made on a system that is not told.
  static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

  private let pool: DeflaterPool
  private var queue: [Task<CompressedBlock, Never>] = []

  init(_ effort: GzipEffort) {
    pool = DeflaterPool(effort)
  }

  /// How many blocks are being compressed or wait to be fetched.
  var inFlight: Int { queue.count }

  /// Begins to compress a block; all but the last have `blockSize` bytes.
  mutating func submit(_ block: [UInt8], after previous: [UInt8], isLast: Bool) {
    precondition(isLast || block.count == GzipStream.blockSize, "blocks are cut by content alone")
    let pool = pool
    queue.append(Task { @concurrent in pool.compress(block, after: previous, isLast: isLast) })
  }

  /// The block that comes next, in the making or ready; nil where none is.
  mutating func takeOldest() -> Task<CompressedBlock, Never>? {
    queue.isEmpty ? nil : queue.removeFirst()
  }

  /// What ends a member: the checksum and the length, modulo 2^32, of its content.
  static func trailer(checksum: CRC32, length: Int) -> [UInt8] {
    let low = UInt32(truncatingIfNeeded: length)
    return checksum.littleEndianBytes + (0..<4).map { UInt8(truncatingIfNeeded: low >> ($0 * 8)) }
  }
}
