import CZlib

/// A gzip member, read back.
package struct Gunzip {
  package var content: [UInt8] = []
  /// The number of bytes of the member.
  package var length = 0
  /// True if its end, with checksum and length, is valid.
  package var isWhole = false

  package init(_ bytes: [UInt8]) {
    var stream = z_stream()
    inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { inflateEnd(&stream) }
    var bytes = bytes
    let total = bytes.count
    var output = [UInt8](repeating: 0, count: 1 << 16)
    bytes.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(total)
      while true {
        let (result, room) = output.withUnsafeMutableBufferPointer { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          return (inflate(&stream, Z_NO_FLUSH), Int(stream.avail_out))
        }
        content += output[..<(output.count - room)]
        isWhole = result == Z_STREAM_END
        if result != Z_OK { return }
      }
    }
    length = total - Int(stream.avail_in)
  }
}
