/// The bytes of a body that were received and are not done with.
struct PendingBytes: Sendable {
  /// Bytes before `head` are processed.
  private(set) var bytes: [UInt8] = []
  /// Offset in `bytes` of the first byte that isn't done with.
  private(set) var head = 0
  /// Offset in the body of the first of `bytes`.
  private var start = 0

  var count: Int { bytes.count - head }
  var isEmpty: Bool { head == bytes.count }
  /// All bytes of the body so far.
  var receivedCount: Int { start + bytes.count }

  /// Offset in the body of an offset in `bytes`.
  func bodyOffset(_ offset: Int) -> Int { start + offset }

  mutating func advance(to offset: Int) { head = offset }

  /// Drops all bytes, but not their number.
  mutating func removeAll() {
    start += bytes.count
    bytes = []
    head = 0
  }

  /// - Parameter shared: blocks of at least this many bytes are shared instead of copied if nothing is pending.
  mutating func append(_ block: [UInt8], sharingFrom shared: Int) {
    if isEmpty, block.count >= shared {
      start += bytes.count
      bytes = block
    } else {
      start += head
      bytes.removeSubrange(..<head)
      bytes.append(contentsOf: block)
    }
    head = 0
    precondition(bytes.count <= UInt32.max, "references have offsets of four bytes")
  }

  /// Hands over the bytes from `first` to the head, and bytes around them if that avoids copying.
  ///
  /// Returns them with the number of leading bytes of `bytes` that are not among them.
  mutating func take(from first: Int, to end: Int, room: Int) -> (bytes: [UInt8], dropped: Int) {
    guard first <= room, count <= head - first else { return (Array(bytes[first..<end]), first) }
    var rest: [UInt8] = []
    rest.reserveCapacity(max(room, count))
    rest.append(contentsOf: bytes[head...])
    let taken = bytes
    bytes = rest
    start += head
    head = 0
    return (taken, 0)
  }
}
