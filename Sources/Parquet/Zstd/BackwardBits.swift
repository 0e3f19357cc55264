/// Lays numbers bit after bit, the lowest first, for a reader that begins at the end and takes the highest bits first.
struct BackwardBits {
  private(set) var bytes: [UInt8]
  private var position: Int
  private var bits: UInt64 = 0
  private var count = 0

  /// Begins after `bytes`; no more than `room` bytes will be laid.
  init(after bytes: [UInt8], room: Int) {
    self.bytes = bytes
    self.position = bytes.count
    // Bits are stored eight bytes at a time, the last of them beyond the end.
    self.bytes.append(contentsOf: repeatElement(0, count: room + 16))
  }

  /// Takes the lowest `count` bits of a number; with those taken since the last `store`, they are 57 at most.
  @inline(__always)
  mutating func append(_ number: UInt64, _ count: Int) {
    bits |= (number & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)) &<< UInt64(truncatingIfNeeded: self.count)
    self.count &+= count
  }

  @inline(__always)
  mutating func store() {
    let (word, place) = (bits.littleEndian, position)
    var target = bytes.mutableSpan
    var raw = target.mutableBytes
    raw.storeBytes(of: word, toByteOffset: place, as: UInt64.self)
    position = place &+ count &>> 3
    bits = bits &>> UInt64(truncatingIfNeeded: count & ~7)
    count &= 7
  }

  /// Marks the end by a bit and gives all bytes.
  mutating func finish() -> [UInt8] {
    append(1, 1)
    store()
    let end = position + (count > 0 ? 1 : 0)
    bytes.removeSubrange(end...)
    return bytes
  }
}
