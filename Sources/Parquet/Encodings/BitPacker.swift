/// Lays numbers bit after bit, the lowest first, into bytes that are the caller's.
struct BitPacker {
  private(set) var position: Int
  private var bits: UInt64 = 0
  private var count = 0

  /// The number of extra bytes after the packed numbers, because eight bytes are stored at a time.
  static let slack = 8

  init(at position: Int) {
    self.position = position
  }

  /// `value` is below `2^bitWidth`; the width is 0...64.
  @inline(__always)
  mutating func append(_ value: UInt64, bitWidth: Int, to bytes: inout MutableRawSpan) {
    bits |= value &<< UInt64(truncatingIfNeeded: count)
    count &+= bitWidth
    if count >= 64 {
      bytes.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
      position &+= 8
      count &-= 64
      // The bits that did not fit; a shift by 64 leaves none.
      bits = count == 0 ? 0 : value >> UInt64(bitWidth &- count)
    }
  }

  /// Writes the rest, padded with zero bits to a full byte; `position` is then the end.
  mutating func finish(_ bytes: inout MutableRawSpan) {
    bytes.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
    position += (count + 7) / 8
  }
}

extension [UInt8] {
  /// Appends numbers bit by bit, padded with zero bits to a full byte.
  @inline(__always)
  mutating func appendPacked(_ count: Int, bitWidth: Int, _ value: (Int) -> UInt64) {
    let place = self.count
    append(contentsOf: repeatElement(0, count: (count * bitWidth + 7) / 8 + BitPacker.slack))
    var space = mutableSpan
    var target = space.mutableBytes
    var packer = BitPacker(at: place)
    for index in 0..<count { packer.append(value(index), bitWidth: bitWidth, to: &target) }
    packer.finish(&target)
    removeLast(BitPacker.slack)
  }
}
