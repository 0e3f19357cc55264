import CZlib

/// Compresses blocks of content as raw deflate (RFC 1951) with libz.
///
/// The output depends on the arguments and on libz alone, not on blocks compressed before.
///
/// Unsafe memory: libz keeps the address of its `z_stream`, which therefore is allocated once and lives as long as the
/// object. Arrays are lent to libz by address and length for the duration of one call, which only reads its input.
///
/// Sendable by contract: a deflater is used by one task at a time.
package final class Deflater: @unchecked Sendable {
  /// The distance that deflate can refer back to.
  static let windowSize = 32 * 1024

  private let stream: UnsafeMutablePointer<z_stream>
  private let tuning: GzipLevel.Tuning?

  package init(_ level: GzipLevel) throws(CompressionError) {
    stream = try Deflater.makeStream(level)
    tuning = level.tuning
  }

  private static func makeStream(_ level: GzipLevel) throws(CompressionError) -> UnsafeMutablePointer<z_stream> {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // A negative window means no header and no trailer; 8 is zlib's default for memory.
    let code = deflateInit2_(
      stream, level.number, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      stream.deinitialize(count: 1)
      stream.deallocate()
      throw error(code)
    }
    return stream
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Compresses content that follows `previous`, whose last 32 KiB it may refer back to.
  ///
  /// The output ends on a byte boundary and, for the last block, with the end of the deflate stream.
  ///
  /// - Precondition: the content is shorter than 4 GiB, because zlib counts in 32 bits.
  package func compress(
    _ content: [UInt8], after previous: [UInt8] = [], isLast: Bool
  ) throws(CompressionError) -> [UInt8] {
    // Tuning comes after the reset, which restores the level's own.
    var code = deflateReset(stream)
    if code == Z_OK, let tuning { code = deflateTune(stream, tuning.good, tuning.lazy, tuning.nice, tuning.chain) }
    let window = previous.suffix(Deflater.windowSize)
    if code == Z_OK, !window.isEmpty {
      code = window.withUnsafeBufferPointer { deflateSetDictionary(stream, $0.baseAddress, UInt32($0.count)) }
    }
    guard code == Z_OK else { throw Deflater.error(code) }
    return try deflate(content, flush: isLast ? Z_FINISH : Z_SYNC_FLUSH)
  }

  private func deflate(_ content: [UInt8], flush: Int32) throws(CompressionError) -> [UInt8] {
    // The empty block of a sync flush takes five bytes more.
    let room = Int(deflateBound(stream, UInt(content.count))) + 16
    var output: [UInt8] = []
    var code = Z_OK
    content.withUnsafeBufferPointer { input in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.pointee.avail_in = UInt32(input.count)
      repeat {
        output += [UInt8](unsafeUninitializedCapacity: room) { space, count in
          stream.pointee.next_out = space.baseAddress
          stream.pointee.avail_out = UInt32(space.count)
          code = CZlib.deflate(stream, flush)
          count = space.count - Int(stream.pointee.avail_out)
        }
      } while code == Z_OK && stream.pointee.avail_out == 0
      stream.pointee.next_in = nil
      stream.pointee.next_out = nil
    }
    guard code == (flush == Z_FINISH ? Z_STREAM_END : Z_OK), stream.pointee.avail_in == 0 else {
      throw Deflater.error(code)
    }
    return output
  }

  private static func error(_ code: Int32) -> CompressionError {
    CompressionError(operation: "compress with gzip", reason: String(cString: zError(code)))
  }
}
