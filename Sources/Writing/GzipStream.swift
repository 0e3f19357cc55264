package import Deflate
import Synchronization

/// One gzip member, made of blocks that are compressed side by side and come out in order.
///
/// Blocks hold 256 KiB of content whatever the sizes in which it arrived, each is compressed with the end of the one
/// before as its dictionary, and so the bytes depend on the content and the effort alone: not on threads, timing or
/// the time of day.
package struct GzipStream: Sendable {
  package static let blockSize = GzipMember.blockSize

  private let pool: DeflaterPool
  private var queue: [Task<CompressedBlock, Never>] = []

  init(_ effort: DeflateEffort) {
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
}

/// A block of content, compressed.
package struct CompressedBlock: Sendable {
  package var bytes: [UInt8]
  /// Of the content.
  package var checksum: CRC32
  /// Of the content, in bytes.
  package var length: Int
}

/// Deflaters of one effort, as many as are at work at once.
final class DeflaterPool: Sendable {
  private let effort: DeflateEffort
  private let idle = Mutex<[Deflater]>([])

  init(_ effort: DeflateEffort) {
    self.effort = effort
  }

  func compress(_ block: [UInt8], after previous: [UInt8], isLast: Bool) -> CompressedBlock {
    let deflater = idle.withLock { $0.popLast() } ?? Deflater(effort)
    defer { idle.withLock { $0.append(deflater) } }
    return CompressedBlock(
      bytes: deflater.compress(block, after: previous, isLast: isLast), checksum: CRC32(of: block), length: block.count)
  }
}
