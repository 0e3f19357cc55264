import CZlib

/// zlib's streams, fed and emptied block by block; the one place of this target where pointers are handled.
///
/// The contract of both: zlib keeps the address of its `z_stream`, which therefore lives on the heap as long as the object, and gets the
/// addresses of a block's bytes only for the length of one call.
final class GzipCompressor {
  private let stream: UnsafeMutablePointer<z_stream>

  /// Level 1: a recording shall not cost more than the export it accompanies.
  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let code = deflateInit2_(
      stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib starts with these constants unless memory is out")
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// What can be written after taking in `bytes`; with `finish`, all that is left and the trailer.
  func compress(_ bytes: [UInt8], finish: Bool = false) -> [UInt8] {
    var output: [UInt8] = []
    // zlib's interface asks for a mutable pointer and leaves the bytes alone.
    var bytes = bytes
    bytes.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      repeat {
        output += [UInt8](unsafeUninitializedCapacity: 64 * 1_024) { space, count in
          stream.pointee.next_out = space.baseAddress
          stream.pointee.avail_out = UInt32(space.count)
          deflate(stream, finish ? Z_FINISH : Z_NO_FLUSH)
          count = space.count - Int(stream.pointee.avail_out)
        }
      } while stream.pointee.avail_out == 0
      stream.pointee.next_in = nil
      stream.pointee.avail_in = 0
    }
    return output
  }
}

final class GzipDecompressor {
  private let stream: UnsafeMutablePointer<z_stream>
  /// The trailer was read and holds.
  private(set) var isComplete = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib starts with these constants unless memory is out")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// What `bytes` hold, decompressed; nil where they are damaged or more follows the end.
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
    // Z_BUF_ERROR: nothing was left to do; the next block goes on.
    return code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR ? output : nil
  }
}
