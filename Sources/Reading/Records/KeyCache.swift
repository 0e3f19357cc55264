/// The keys met so far, at every level that wanted paths lead to, each with a guess at what follows it.
struct KeyCache: Sendable {
  /// Stretches beyond these limits are not learned, so that unusual responses do not fill the memory.
  static let maxKeys = 4096
  static let longestText = 128

  /// First the starts of objects, one per node; then one current key that could not be learned; then the learned keys.
  private(set) var keys: [LearnedKey]
  private(set) var texts: [UInt8] = []
  /// The index of each stretch, in one table per node.
  private var indices: [[[UInt8]: Int32]]
  private let nodeCount: Int

  init(nodeCount: Int) {
    self.nodeCount = nodeCount
    keys = Array(repeating: LearnedKey(), count: nodeCount + 1)
    indices = Array(repeating: [:], count: nodeCount)
  }

  var isFull: Bool { keys.count >= KeyCache.maxKeys }

  @inline(__always)
  func isStart(_ index: Int32) -> Bool { index < nodeCount }

  /// Removes everything; all indices become invalid.
  mutating func removeAll() { self = KeyCache(nodeCount: nodeCount) }

  /// Returns the key predicted to follow `previous` if it is at `position`; nil if the predictions are wrong.
  @inline(__always)
  mutating func guess(after previous: Int32, in bytes: Span<UInt8>, at position: Int) -> Int32? {
    let next = keys[Int(previous)].next
    if next >= 0, holds(next, in: bytes, at: position) { return next }
    let alternate = keys[Int(previous)].alternate
    guard alternate >= 0, holds(alternate, in: bytes, at: position) else { return nil }
    keys[Int(previous)].next = alternate
    keys[Int(previous)].alternate = next
    return alternate
  }

  @inline(__always)
  private func holds(_ index: Int32, in bytes: Span<UInt8>, at position: Int) -> Bool {
    bytes.holds(
      texts.span, from: Int(keys[Int(index)].textStart), length: Int(keys[Int(index)].textLength), at: position)
  }

  func index(of text: [UInt8], node: Int) -> Int32? { indices[node][text] }

  mutating func learn(_ key: LearnedKey, text: [UInt8], node: Int) -> Int32 {
    var key = key
    key.textStart = Int32(texts.count)
    texts.append(contentsOf: text)
    let index = Int32(keys.count)
    keys.append(key)
    indices[node][text] = index
    return index
  }

  /// Stores a current key without learning it: valid until the next one.
  mutating func hold(_ key: LearnedKey) -> Int32 {
    keys[nodeCount] = key
    return Int32(nodeCount)
  }

  mutating func link(_ previous: Int32, to next: Int32) {
    // The current key changes its meaning all the time.
    guard previous != nodeCount, next != nodeCount else { return }
    keys[Int(previous)].alternate = keys[Int(previous)].next
    keys[Int(previous)].next = next
  }
}
