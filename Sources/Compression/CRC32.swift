import CZlib

/// The checksum of gzip and Parquet pages, over bytes that may arrive in pieces.
///
/// Unsafe memory: libz receives the address and the length of one slice for the duration of one call, and only reads
/// it.
package struct CRC32: Hashable, Sendable {
  package private(set) var value: UInt32 = 0

  package init() {}

  package init(of bytes: [UInt8]) {
    update(with: bytes)
  }

  package mutating func update(with bytes: [UInt8]) {
    update(with: bytes[...])
  }

  package mutating func update(with bytes: ArraySlice<UInt8>) {
    value = bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(UInt(value), $0.baseAddress, $0.count)) }
  }

  /// Continues as if `length` more bytes, whose own checksum is `next`, had been read.
  package mutating func append(_ next: CRC32, length: Int) {
    value = UInt32(truncatingIfNeeded: crc32_combine(UInt(value), UInt(next.value), length))
  }

  /// Eight hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Four bytes, the lowest first.
  package var littleEndianBytes: [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
