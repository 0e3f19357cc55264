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
    /// The children to look for where the value is an array, by their indices in ascending order.
    var elements: [(index: Int, node: Int)] = []
    /// The slots below whose path leads on by a name, which an array does not have.
    var slotsBelowNames: [Int] = []
  }

  /// The first is the record itself.
  private(set) var nodes = [Node()]
  /// Slots whose path is another slot's too, and that one.
  private(set) var copies: [(slot: Int, original: Int)] = []

  init(_ paths: [[String]]) {
    for (slot, path) in paths.enumerated() where !path.isEmpty {
      var above: [Int] = []
      var named: [Int] = []
      var node = 0
      for key in path {
        above.append(node)
        if ArrayIndex.value(of: key) == nil { named.append(node) }
        node = child(of: node, key: Array(key.utf8))
      }
      guard nodes[node].slot < 0 else {
        copies.append((slot, nodes[node].slot))
        continue
      }
      nodes[node].slot = slot
      for node in above { nodes[node].slotsBelow.append(slot) }
      for node in named { nodes[node].slotsBelowNames.append(slot) }
    }
  }

  private mutating func child(of node: Int, key: [UInt8]) -> Int {
    if let child = nodes[node].children[key] { return child }
    nodes.append(Node())
    nodes[node].children[key] = nodes.count - 1
    if let index = ArrayIndex.value(of: String(decoding: key, as: UTF8.self)) {
      nodes[node].elements.append((index, nodes.count - 1))
      nodes[node].elements.sort { $0.index < $1.index }
    }
    return nodes.count - 1
  }
}
