import CZlib

/// Decompresses one gzip member that arrives in pieces, in steps of bounded size: memory does not grow with the
/// content.
///
/// Unsafe memory: libz keeps the address of its `z_stream`, which therefore is allocated once and lives as long as the
/// object. Arrays are lent to libz by address and length for the duration of one call, which only reads its input.
package final class GzipDecompressor {
  /// The most bytes that one step returns.
  package static let stepSize = 64 * 1024
  static let operation = "decompress gzip data"

  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  /// Bytes of `input` that libz has consumed.
  private var position = 0
  /// libz may have more to return without further input.
  private var hasOutput = false
  /// The trailer was read, and matches the content.
  package private(set) var isComplete = false

  package init() throws(CompressionError) {
    stream = try GzipDecompressor.makeStream()
  }

  private static func makeStream() throws(CompressionError) -> UnsafeMutablePointer<z_stream> {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 more than the window: a gzip header and trailer are expected.
    let code = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      stream.deinitialize(count: 1)
      stream.deallocate()
      throw error(code)
    }
    return stream
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Adds compressed bytes. Call `next` until it returns nil before adding more.
  package func append(_ bytes: [UInt8]) {
    if position < input.count {
      input.append(contentsOf: bytes)
    } else {
      input = bytes
      position = 0
    }
  }

  /// Returns the next bytes of the content, 1 to `stepSize` of them; nil when all input was used.
  ///
  /// - Throws: for damaged data, and for bytes after the end of the member.
  package func next() throws(CompressionError) -> [UInt8]? {
    while position < input.count || hasOutput {
      guard !isComplete else {
        throw CompressionError(operation: GzipDecompressor.operation, reason: "data after the end of the member")
      }
      let output = try step()
      if !output.isEmpty { return output }
    }
    return nil
  }

  private func step() throws(CompressionError) -> [UInt8] {
    var code = Z_OK
    // zlib counts in 32 bits.
    let available = min(input.count - position, Int(Int32.max))
    let output = input.withUnsafeBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: GzipDecompressor.stepSize) { space, count in
        stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = space.baseAddress
        stream.pointee.avail_out = UInt32(space.count)
        code = inflate(stream, Z_NO_FLUSH)
        count = space.count - Int(stream.pointee.avail_out)
      }
    }
    position += available - Int(stream.pointee.avail_in)
    hasOutput = code == Z_OK && stream.pointee.avail_out == 0
    stream.pointee.next_in = nil
    stream.pointee.next_out = nil
    isComplete = code == Z_STREAM_END
    // Z_BUF_ERROR: nothing to do before more input arrives.
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw GzipDecompressor.error(code) }
    return output
  }

  private static func error(_ code: Int32) -> CompressionError {
    CompressionError(operation: operation, reason: String(cString: zError(code)))
  }
}
