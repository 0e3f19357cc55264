/// What stands between two values, as it was met before: the comma, the next key, its colon and all whitespace, and
/// what is known of the key.
///
/// Matching the whole stretch settles in one comparison that the punctuation is right, which key it is, and where its
/// value begins.
struct LearnedKey: Sendable {
  /// Where the stretch lies in the table's texts.
  var textStart: Int32 = 0
  var textLength: Int32 = 0
  /// The key itself, without quotes, within the stretch.
  var keyStart: Int32 = 0
  var keyLength: Int32 = 0
  var keyTraits: TextTraits = []
  var role = Role.ignored
  /// What stood behind this key's value the last time, and the time before that; -1: nothing yet.
  var next: Int32 = -1
  var alternate: Int32 = -1
  /// Where the value goes; -1: nowhere.
  var slot: Int32 = -1
  /// The node to descend into where the value is an object; -1: none.
  var node: Int32 = -1
  /// The key's number in `UnknownFields`.
  var unknown: Int32 = -1

  enum Role: Sendable {
    /// The closing brace: the stretch holds no key.
    case end
    case ignored
    /// Its value goes to a slot, and that is all.
    case wanted
    /// Wanted paths lead into its value.
    case inner
    case unknown
  }
}

/// The keys met so far, at every level that wanted paths lead to, each with a guess at what follows it.
struct KeyTable: Sendable {
  /// Stretches beyond these bounds aren't learned; what would be learned from answers without end must not fill the
  /// memory.
  static let mostKeys = 4096
  static let longestText = 128

  /// First the starts of objects, one a node; then one key in hand that could not be learned; then those learned.
  private(set) var keys: [LearnedKey]
  private(set) var texts: [UInt8] = []
  /// By stretch, a table a node.
  private var indices: [[[UInt8]: Int32]]
  private let nodeCount: Int

  init(nodeCount: Int) {
    self.nodeCount = nodeCount
    keys = Array(repeating: LearnedKey(), count: nodeCount + 1)
    indices = Array(repeating: [:], count: nodeCount)
  }

  var isFull: Bool { keys.count >= KeyTable.mostKeys }

  @inline(__always)
  func isStart(_ index: Int32) -> Bool { index < nodeCount }

  /// Forgets everything; no index taken before is valid.
  mutating func removeAll() { self = KeyTable(nodeCount: nodeCount) }

  /// The key that is guessed to follow `previous` and does stand at `position`; nil where the guesses are wrong.
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

  /// Takes a key in hand without learning it: valid until the next one.
  mutating func hold(_ key: LearnedKey) -> Int32 {
    keys[nodeCount] = key
    return Int32(nodeCount)
  }

  mutating func link(_ previous: Int32, to next: Int32) {
    // The key in hand changes its meaning all the time.
    guard previous != nodeCount, next != nodeCount else { return }
    keys[Int(previous)].alternate = keys[Int(previous)].next
    keys[Int(previous)].next = next
  }
}
