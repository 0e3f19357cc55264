package import Deflate
import Synchronization

/// One gzip member, made of blocks that are compressed in parallel and returned in order.
///
/// Blocks contain 256 KiB of content, independent of the sizes in which it arrived. Each block uses the end of the
/// previous one as its dictionary, so that the bytes depend only on the content and the effort: not on threads, timing
/// or the time of day.
package struct GzipStream: Sendable {
  package static let blockSize = GzipMember.blockSize

  private let pool: DeflaterPool
  private var queue: [Task<CompressedBlock, Never>] = []

  init(_ effort: DeflateEffort) {
    pool = DeflaterPool(effort)
  }

  /// The number of blocks that are being compressed or are ready.
  var inFlight: Int { queue.count }

  /// Begins to compress a block; all but the last have `blockSize` bytes.
  mutating func submit(_ block: [UInt8], after previous: [UInt8], isLast: Bool) {
    precondition(isLast || block.count == GzipStream.blockSize, "blocks are cut by content alone")
    let pool = pool
    queue.append(Task { @concurrent in pool.compress(block, after: previous, isLast: isLast) })
  }

  /// Returns the oldest block, in progress or ready; nil if there is none.
  mutating func takeOldest() -> Task<CompressedBlock, Never>? {
    queue.isEmpty ? nil : queue.removeFirst()
  }
}

/// A block of content, compressed.
package struct CompressedBlock: Sendable {
  package var bytes: [UInt8]
  /// The checksum of the content.
  package var checksum: CRC32
  /// The length of the content in bytes.
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
