import ConfigurationFiles

/// The JSON around a response's records, in two parts: before and after them.
struct EnvelopeTemplate: Sendable {
  private(set) var prefix: [UInt8] = []
  private(set) var suffix: [UInt8] = []

  /// Keys keep the order in which they were put in.
  private indirect enum Node {
    case json([UInt8])
    case records
    case object([(key: String, node: Node)])
  }

  private var root = Node.object([])

  init() {}

  /// Sets a JSON value at a path of keys. At the empty path, it is the complete document.
  mutating func put(_ json: [UInt8], at path: [String]) {
    root = EnvelopeTemplate.inserting(.json(json), at: path[...], into: root)
  }

  mutating func put(_ text: String, at path: [String]) {
    put(text.jsonText(), at: path)
  }

  /// Sets the path of the records.
  mutating func putRecords(at path: [String]) {
    root = EnvelopeTemplate.inserting(.records, at: path[...], into: root)
  }

  /// Writes the parts, with brackets for the records. Without records all is in `prefix`.
  mutating func finish() {
    prefix = []
    suffix = []
    var isBehind = false
    append(root, isBehind: &isBehind)
  }

  private static func inserting(_ leaf: Node, at path: ArraySlice<String>, into node: Node) -> Node {
    guard let key = path.first else { return leaf }
    guard case .object(var members) = node else { return inserting(leaf, at: path, into: .object([])) }
    let index = members.firstIndex { $0.key == key } ?? members.count
    if index == members.count { members.append((key, .object([]))) }
    members[index].node = inserting(leaf, at: path.dropFirst(), into: members[index].node)
    return .object(members)
  }

  private mutating func append(_ node: Node, isBehind: inout Bool) {
    switch node {
    case .json(let bytes): write(bytes, isBehind)
    case .records:
      write(Array("[".utf8), isBehind)
      isBehind = true
      write(Array("]".utf8), isBehind)
    case .object(let members):
      write(Array("{".utf8), isBehind)
      for (index, member) in members.enumerated() {
        write((index > 0 ? Array(",".utf8) : []) + member.key.jsonText() + Array(":".utf8), isBehind)
        append(member.node, isBehind: &isBehind)
      }
      write(Array("}".utf8), isBehind)
    }
  }

  private mutating func write(_ bytes: [UInt8], _ isBehind: Bool) {
    if isBehind { suffix += bytes } else { prefix += bytes }
  }
}

extension EnvelopeTemplate {
  /// Sets the catalog's success value, or its opposite: `status` as text, or false if success is a boolean.
  mutating func putOutcome(_ envelope: Envelope, failure status: Int? = nil) {
    guard let success = envelope.success, let good = success.anyOf.first else { return }
    let isBoolean = ["true", "false"].contains(good)
    switch (status, isBoolean) {
    case (nil, true): put(Array(good.utf8), at: success.at)
    case (nil, false): put(good, at: success.at)
    case (.some, true): put(Array((good == "true" ? "false" : "true").utf8), at: success.at)
    case (.some(let status), false): put(String(status), at: success.at)
    }
  }

  /// Sets the record count at the catalog's path.
  mutating func putDeclared(_ count: Int, _ envelope: Envelope) {
    guard let declared = envelope.declared else { return }
    if let sample = declared.sample {
      put(sample.rendered { _ in String(count) }, at: declared.at)
    } else {
      put(Array(String(count).utf8), at: declared.at)
    }
  }
}
