import ConfigurationFiles

/// The structure of a report's records: keys in order, nested as in the catalog.
struct RecordLayout: Sendable {
  enum Step: Sendable {
    /// A nested object begins, after its `"key":`.
    case open([UInt8])
    case close
    /// The field with this index.
    case field(Int)
  }

  struct Field: Sendable {
    /// `"key":`
    let key: [UInt8]
    let form: ValueForm
    /// The share of records without the key.
    let missing: Double
    /// The JSON values that represent null; empty if the field is never null.
    let nulls: [[UInt8]]
    /// Distinguishes the generated values of two fields.
    let salt: UInt64
  }

  let steps: [Step]
  let fields: [Field]

  init(_ report: CatalogReport, clock: SourceClock) {
    var root = Node()
    var fields: [Field] = []
    for field in report.fields {
      // Of several names the last is the one that people stumble over.
      guard case .record(let paths) = field.origin, let path = paths.last, let key = path.keys.last else { continue }
      root.insert(field: fields.count, at: path.keys[...])
      fields.append(Field(field, key: key, clock: clock))
    }
    self.fields = fields
    steps = root.steps
  }

  /// A document that is being built; keys keep their order.
  private struct Node {
    var field: Int?
    var children: [(key: String, node: Node)] = []

    mutating func insert(field: Int, at path: ArraySlice<String>) {
      guard let key = path.first else {
        self.field = field
        return
      }
      let index = children.firstIndex { $0.key == key } ?? children.count
      if index == children.count { children.append((key, Node())) }
      children[index].node.insert(field: field, at: path.dropFirst())
    }

    var steps: [Step] {
      children.flatMap { key, node -> [Step] in
        // A key with nested keys is an object, regardless of its own catalog entry.
        guard node.children.isEmpty else { return [.open(key.jsonText() + Array(":".utf8))] + node.steps + [.close] }
        return node.field.map { [.field($0)] } ?? []
      }
    }
  }
}

extension RecordLayout.Field {
  init(_ field: CatalogField, key: String, clock: SourceClock) {
    self.key = key.jsonText() + Array(":".utf8)
    form = ValueForm(field, clock: clock)
    missing = field.sample?.missing ?? 0
    salt = SeededRandom.seed(of: field.name)
    switch form {
    case .time, .key, .choice, .list: nulls = []
    case .person where field.nullIf.isEmpty: nulls = ["".jsonText()]
    case .moment where field.nullIf.isEmpty: nulls = field.isRequired ? [] : [Array("null".utf8)]
    default: nulls = field.nullIf.map { $0.jsonText() }
    }
  }
}
