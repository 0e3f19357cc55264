import CZlib
import Foundation
import SystemPackage

/// zlib in one call, for bodies and for looking into recordings.
enum Gzip {
  static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    return input.withUnsafeMutableBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: input.count + 1_024) { output, count in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        deflate(&stream, Z_FINISH)
        count = output.count - Int(stream.avail_out)
      }
    }
  }

  /// Returns nil if the bytes are not a complete gzip file of up to a megabyte.
  static func decompress(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { inflateEnd(&stream) }
    var input = bytes
    var code = Z_OK
    let output = input.withUnsafeMutableBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: 1 << 20) { output, count in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        code = inflate(&stream, Z_FINISH)
        count = output.count - Int(stream.avail_out)
      }
    }
    return code == Z_STREAM_END ? output : nil
  }
}

extension FilePath {
  static var temporaryDirectory: FilePath { FilePath(NSTemporaryDirectory()) }
}

extension [UInt8] {
  func write(toTemporaryFile path: String) throws {
    try Data(self).write(to: URL(fileURLWithPath: path))
  }
}

func removeTemporaryFile(_ path: String) {
  try? FileManager.default.removeItem(atPath: path)
}
