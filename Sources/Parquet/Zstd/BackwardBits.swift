/// Lays numbers bit after bit, the lowest first, for a reader that begins at the end and takes the highest bits first.
///
/// The bytes are the caller's, so that those who lay many numbers look for them once.
struct BackwardBits {
  /// Where the next whole byte goes.
  private(set) var position: Int
  private var bits: UInt64 = 0
  private var count = 0

  /// Bytes beyond those that hold the numbers: bits are stored eight bytes at a time.
  static let slack = 16

  init(at position: Int) {
    self.position = position
  }

  /// Takes the lowest `count` bits of a number; with those taken since the last `store`, they are 57 at most.
  @inline(__always)
  mutating func append(_ number: UInt64, _ count: Int) {
    bits |= (number & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)) &<< UInt64(truncatingIfNeeded: self.count)
    self.count &+= count
  }

  @inline(__always)
  mutating func store(_ bytes: inout MutableRawSpan) {
    bytes.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
    position &+= count &>> 3
    bits = bits &>> UInt64(truncatingIfNeeded: count & ~7)
    count &= 7
  }

  /// Marks the end by a bit; `position` is the end afterwards.
  mutating func finish(_ bytes: inout MutableRawSpan) {
    append(1, 1)
    store(&bytes)
    if count > 0 { position += 1 }
  }
}
