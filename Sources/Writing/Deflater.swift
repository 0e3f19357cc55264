import CZlib
import Synchronization

/// A block of content, compressed.
package struct CompressedBlock: Sendable {
  package var bytes: [UInt8]
  /// Of the content.
  package var checksum: CRC32
  /// Of the content, in bytes.
  package var length: Int
}

/// One zlib stream, used for block after block, so that its 256 KiB are set up once.
///
/// Sendable by agreement: whoever takes a deflater from the pool has it alone until it is put back.
package final class Deflater: @unchecked Sendable {
  /// Owned; zlib keeps the address, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let search: GzipSearch?
  private var scratch: [UInt8]

  package init(_ effort: GzipEffort) {
    precondition(0...9 ~= effort.level, "gzip has the levels 0 to 9")
    search = effort.search
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let result = deflate_init_raw(stream, Int32(effort.level))
    precondition(result == Z_OK, "zlib sets up a stream wherever there is memory")
    // A full block fits at once; the flush behind it takes a few bytes more than zlib's bound.
    scratch = Array(repeating: 0, count: Int(deflateBound(stream, UInt(GzipStream.blockSize))) + 64)
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Compresses a block as the continuation of the block before it, whose last 32 KiB it may refer back to.
  ///
  /// The output ends on a byte boundary and, in the last block, with the end of the deflate stream. It depends on the
  /// arguments alone.
  package func compress(_ block: [UInt8], after previous: [UInt8], isLast: Bool) -> CompressedBlock {
    deflateReset(stream)
    // A reset brings back the values of the level.
    if let search { deflateTune(stream, search.good, search.lazy, search.nice, search.chain) }
    let window = previous.suffix(GzipStream.windowSize)
    window.withUnsafeBufferPointer { bytes in
      if !bytes.isEmpty { deflateSetDictionary(stream, bytes.baseAddress, UInt32(bytes.count)) }
    }
    var length = 0
    block.withUnsafeBufferPointer { bytes in
      // zlib reads through the pointer and never writes.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
      stream.pointee.avail_in = UInt32(bytes.count)
      repeat {
        if length == scratch.count { scratch += scratch }
        scratch.withUnsafeMutableBufferPointer { output in
          stream.pointee.next_out = output.baseAddress.map { $0 + length }
          stream.pointee.avail_out = UInt32(output.count - length)
          deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
          length = output.count - Int(stream.pointee.avail_out)
        }
        // Room left over means that zlib had no more to say.
      } while length == scratch.count
      stream.pointee.next_in = nil
    }
    return CompressedBlock(bytes: Array(scratch[..<length]), checksum: CRC32(of: block), length: block.count)
  }
}

/// Deflaters of one effort, as many as are at work at once.
final class DeflaterPool: Sendable {
  private let effort: GzipEffort
  private let idle = Mutex<[Deflater]>([])

  init(_ effort: GzipEffort) {
    self.effort = effort
  }

  func compress(_ block: [UInt8], after previous: [UInt8], isLast: Bool) -> CompressedBlock {
    let deflater = idle.withLock { $0.popLast() } ?? Deflater(effort)
    defer { idle.withLock { $0.append(deflater) } }
    return deflater.compress(block, after: previous, isLast: isLast)
  }
}
