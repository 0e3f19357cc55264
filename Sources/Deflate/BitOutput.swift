/// Puts bits into bytes, the first ones lowest, as deflate does.
struct BitOutput {
  private var bits: UInt64 = 0
  private var bitCount = 0
  /// Of the next byte.
  private(set) var position = 0

  /// Appends bits; those beyond `count` must be 0. Between two calls of `store`, 56 bits can be appended.
  @inline(__always)
  mutating func append(_ value: UInt64, _ count: Int) {
    bits |= value &<< UInt64(truncatingIfNeeded: bitCount)
    bitCount &+= count
  }

  /// Writes the bytes that are full; eight bytes from `position` on must be there.
  @inline(__always)
  mutating func store(_ target: inout MutableRawSpan) {
    target.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
    position &+= bitCount &>> 3
    bits = bits &>> UInt64(truncatingIfNeeded: bitCount & ~7)
    bitCount &= 7
  }

  /// Fills the last byte with zeros.
  mutating func align(_ target: inout MutableRawSpan) {
    bitCount = (bitCount + 7) & ~7
    store(&target)
  }

  /// Copies whole bytes, where the last one is full.
  mutating func append(_ bytes: RawSpan, _ target: inout MutableRawSpan) {
    for offset in bytes.byteOffsets {
      let byte = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      target.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
      position += 1
    }
  }
}
