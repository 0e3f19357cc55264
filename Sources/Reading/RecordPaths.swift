/// The wanted paths as a tree of keys, so that each level of a record is looked at once.
struct RecordPaths: Sendable {
  /// A level to descend into, or a value to locate, or both.
  struct Node: Sendable {
    /// Nodes by their keys, unescaped.
    var children: [[UInt8]: Int] = [:]
    /// The slot of the value itself; -1 for none.
    var slot = -1
    /// The slots of everything below.
    var slotsBelow: [Int] = []
  }

  /// The first is the record itself.
  private(set) var nodes = [Node()]
  /// Slots whose path is another slot's too, and that one.
  private(set) var copies: [(slot: Int, original: Int)] = []

  init(_ paths: [[String]]) {
    for (slot, path) in paths.enumerated() where !path.isEmpty {
      var above: [Int] = []
      var node = 0
      for key in path {
        above.append(node)
        node = child(of: node, key: Array(key.utf8))
      }
      guard nodes[node].slot < 0 else {
        copies.append((slot, nodes[node].slot))
        continue
      }
      nodes[node].slot = slot
      for node in above { nodes[node].slotsBelow.append(slot) }
    }
  }

  private mutating func child(of node: Int, key: [UInt8]) -> Int {
    if let child = nodes[node].children[key] { return child }
    nodes.append(Node())
    nodes[node].children[key] = nodes.count - 1
    return nodes.count - 1
  }
}
