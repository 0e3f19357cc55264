import CZlib

/// Decompresses a gzip member block by block with zlib; the only use of pointers in this target.
///
/// Contract: zlib keeps the address of its `z_stream`, which therefore lives on the heap as long as the object; it
/// gets the addresses of a block's bytes only for the duration of one call.
final class GzipDecompressor {
  private let stream: UnsafeMutablePointer<z_stream>
  /// True if the trailer was read and is valid.
  private(set) var isComplete = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let code = inflate_init_gzip(stream)
    precondition(code == Z_OK, "zlib starts with these constants unless memory is out")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Decompresses `bytes`; nil if they are damaged or more data follows the end.
  func decompress(_ bytes: [UInt8]) -> [UInt8]? {
    guard !bytes.isEmpty else { return [] }
    guard !isComplete else { return nil }
    var output: [UInt8] = []
    var code = Z_OK
    var bytes = bytes
    bytes.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      repeat {
        output += [UInt8](unsafeUninitializedCapacity: 64 * 1_024) { space, count in
          stream.pointee.next_out = space.baseAddress
          stream.pointee.avail_out = UInt32(space.count)
          code = inflate(stream, Z_NO_FLUSH)
          count = space.count - Int(stream.pointee.avail_out)
        }
      } while code == Z_OK && stream.pointee.avail_out == 0
      if code == Z_STREAM_END && stream.pointee.avail_in > 0 { code = Z_DATA_ERROR }
      stream.pointee.next_in = nil
      stream.pointee.avail_in = 0
    }
    isComplete = code == Z_STREAM_END
    // Z_BUF_ERROR: no progress was possible; the next block continues.
    return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR ? output : nil
  }
}
