import Synchronization

/// Deflaters of one level, as many as are in use at once.
final class DeflaterPool: Sendable {
  private let level: GzipLevel
  private let idle = Mutex<[Deflater]>([])

  init(_ level: GzipLevel) {
    self.level = level
  }

  func compress(_ block: [UInt8], after previous: [UInt8], isLast: Bool) throws(CompressionError) -> CompressedBlock {
    let deflater: Deflater
    if let waiting = idle.withLock({ $0.popLast() }) { deflater = waiting } else { deflater = try Deflater(level) }
    let bytes = try deflater.compress(block, after: previous, isLast: isLast)
    // A deflater that failed is not used again.
    idle.withLock { $0.append(deflater) }
    return CompressedBlock(bytes: bytes, checksum: CRC32(of: block), length: block.count)
  }
}
