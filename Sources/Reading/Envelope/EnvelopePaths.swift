/// The captures' paths and the records' as one tree of keys.
struct EnvelopePaths: Sendable {
  struct Node: Sendable {
    /// Nodes by their keys, unescaped.
    var children: [[UInt8]: Int] = [:]
    /// Indices of the captures whose path ends here.
    var captures: [Int] = []
    /// Indices of the captures whose path leads through here.
    var capturesBelow: [Int] = []
    /// Those whose path leads on by a name, which an array does not have.
    var capturesBelowNames: [Int] = []
    /// A path leads on by an index.
    var hasElements = false
    /// The records' path ends here or leads through here.
    var leadsToRecords = false
  }

  /// The nodes; the first is the response itself.
  private(set) var nodes = [Node()]
  /// The node whose value is the records.
  private(set) var records = 0

  init(records path: [String], captures: [[String]]) {
    records = addNodes(path) { node, _ in node.leadsToRecords = true }
    nodes[records].leadsToRecords = true
    for (index, path) in captures.enumerated() {
      let node = addNodes(path) { node, key in
        node.capturesBelow.append(index)
        if ArrayIndex.value(of: key) == nil { node.capturesBelowNames.append(index) }
      }
      nodes[node].captures.append(index)
    }
  }

  /// Returns the node of a path, created if it does not exist; `mark` is called with each node above it and the key
  /// that leads on.
  private mutating func addNodes(_ path: [String], mark: (inout Node, _ key: String) -> Void) -> Int {
    var node = 0
    for key in path {
      mark(&nodes[node], key)
      if ArrayIndex.value(of: key) != nil { nodes[node].hasElements = true }
      let bytes = Array(key.utf8)
      if let child = nodes[node].children[bytes] {
        node = child
      } else {
        nodes[node].children[bytes] = nodes.count
        node = nodes.count
        nodes.append(Node())
      }
    }
    return node
  }
}
