import CZlib

/// Compresses whole stretches of bytes through libz.
enum GzipCompressor {
  /// One gzip member. The same bytes, level and libz give the same result.
  static func compress(_ bytes: [UInt8], level: Int) -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and 16 for the gzip form.
    let status = deflateInit2_(
      &stream, Int32(level), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "libz takes levels 1 to 9 and has memory: \(status)")
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    // The bound suffices for the whole, so one call does it; libz stays within what it is given.
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(bound)
        let end = deflate(&stream, Z_FINISH)
        precondition(end == Z_STREAM_END, "libz compresses within its own bound: \(end)")
        count = bound - Int(stream.avail_out)
      }
    }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
      UInt32(CZlib.crc32_z(0, buffer.baseAddress, buffer.count))
    }
  }
}
