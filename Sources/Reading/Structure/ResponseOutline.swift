package import Records

/// The structure of a response of unknown form: every path in it, with the kinds of values found there.
///
/// All elements of an array share one path, so that an outline is small for any response. The outline is meaningful
/// only for complete JSON, which `ResponseReader` checks.
package struct ResponseOutline: Sendable {
  package struct Node: Sendable {
    /// The object's key; empty for the top and for the elements of an array.
    package var key = ""
    /// The number of values of each kind at this path, by the kind's number.
    private(set) var counts = [Int](repeating: 0, count: 8)
    /// The keys of the objects at this path, in the order in which they were found, as indices of their paths.
    package fileprivate(set) var keys: [Int] = []
    /// The path shared by the elements of the arrays at this path.
    package fileprivate(set) var elements: Int?
    /// The first string, number or boolean at this path; truncated if it is long.
    package fileprivate(set) var firstScalar: CapturedValue?

    package func count(_ kinds: ValueRef.Kind...) -> Int {
      kinds.reduce(0) { $0 + counts[Int($1.rawValue)] }
    }

    fileprivate mutating func note(_ kind: ValueRef.Kind) {
      counts[Int(kind.rawValue)] += 1
    }
  }

  /// The maximum number of distinct paths.
  package static let mostNodes = 10_000

  /// The paths; the first is the response itself.
  package private(set) var nodes = [Node()]
  /// The number of values at the top level; more than one if the text is a sequence of documents.
  package private(set) var documents = 0
  /// There are more places than the outline has.
  package private(set) var hasMore = false

  private struct Name: Hashable {
    var node: Int
    var key: [UInt8]
  }

  private var names: [Name: Int] = [:]
  private var keyTexts: [[UInt8]] = [[]]

  package init() {}

  /// Returns the path that keys lead to from the root; nil if the response does not have it.
  package func node(at path: [String]) -> Node? {
    var node = 0
    for key in path {
      guard let next = nodes[node].keys.first(where: { nodes[$0].key == key }) else { return nil }
      node = next
    }
    return nodes[node]
  }

  // MARK: Making it

  mutating func beginDocument() {
    documents += 1
  }

  mutating func note(_ kind: ValueRef.Kind, at node: Int) {
    nodes[node].note(kind)
  }

  func wantsScalar(at node: Int) -> Bool {
    nodes[node].firstScalar == nil
  }

  mutating func keep(_ scalar: CapturedValue, at node: Int) {
    nodes[node].firstScalar = scalar
  }

  /// Returns the path of an object's key, created if it is new; nil beyond the limit. `guess` is its probable index
  /// among the object's keys, and is advanced.
  mutating func node(of key: [UInt8], below parent: Int, guess: inout Int) -> Int? {
    let known = nodes[parent].keys
    if guess < known.count, keyTexts[known[guess]] == key {
      guess += 1
      return known[guess - 1]
    }
    let name = Name(node: parent, key: key)
    if let node = names[name] {
      guess = (known.firstIndex(of: node) ?? guess) + 1
      return node
    }
    guard let node = newNode(key: key) else { return nil }
    nodes[parent].keys.append(node)
    names[name] = node
    guess = nodes[parent].keys.count
    return node
  }

  /// The place of an array's elements.
  mutating func elements(of array: Int) -> Int? {
    if let node = nodes[array].elements { return node }
    let node = newNode(key: [])
    nodes[array].elements = node
    return node
  }

  private mutating func newNode(key: [UInt8]) -> Int? {
    guard nodes.count < ResponseOutline.mostNodes else {
      hasMore = true
      return nil
    }
    nodes.append(Node(key: String(decoding: JSONUnescaper.unescaped(key), as: UTF8.self)))
    keyTexts.append(key)
    return nodes.count - 1
  }
}
