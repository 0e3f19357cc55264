/// Compresses the blocks of one gzip member in parallel and returns them in order.
///
/// Blocks hold 256 KiB of content however it arrived, and each may refer back to the last 32 KiB of the one before. So
/// the bytes depend on the content, the level and libz alone: not on threads, timing or the time of day. The caller
/// bounds the queue: when it holds enough blocks, it awaits the oldest.
package struct GzipBlockQueue: Sendable {
  private let pool: DeflaterPool
  private var tasks: [Task<CompressedBlock, any Error>] = []

  package init(_ level: GzipLevel) {
    pool = DeflaterPool(level)
  }

  /// The number of blocks that are being compressed or wait to be taken.
  package var count: Int { tasks.count }

  /// Starts to compress a block; every block but the last has `GzipMember.blockSize` bytes.
  package mutating func submit(_ block: [UInt8], after previous: [UInt8], isLast: Bool) {
    precondition(isLast || block.count == GzipMember.blockSize, "blocks are cut by content alone")
    let pool = pool
    tasks.append(Task { @concurrent in try pool.compress(block, after: previous, isLast: isLast) })
  }

  /// Removes the block that comes next, whose task may still be running; nil when the queue is empty.
  package mutating func takeOldest() -> Task<CompressedBlock, any Error>? {
    tasks.isEmpty ? nil : tasks.removeFirst()
  }
}
