/// A value of a YAML document and its position.
struct YAMLNode: Sendable {
  /// Line and column, counted from 1, the column in Unicode scalars.
  struct Location: Hashable, Comparable, Sendable {
    var line: Int
    var column: Int

    static let top = Location(line: 1, column: 1)

    static func < (left: Location, right: Location) -> Bool {
      (left.line, left.column) < (right.line, right.column)
    }
  }

  struct Entry: Sendable {
    var name: String
    /// The position of the key.
    var location: Location
    var value: YAMLNode
  }

  enum Content: Sendable {
    /// Text as written, regardless of its YAML type: `2026-10-01`, `9901` and `true` remain text.
    case scalar(String)
    /// Nothing after the colon, `~` or `null`, as written.
    case null(String)
    case list([YAMLNode])
    /// Names are unique; merge keys are merged.
    case mapping([Entry])
  }

  var content: Content
  var location: Location
  /// A scalar without quotes, which YAML may take for something other than text.
  var isPlain = false

  /// The value of a key; nil for anything but a mapping that has it.
  subscript(name: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.name == name }?.value
  }

  /// The text of a scalar.
  var text: String? {
    if case .scalar(let text) = content { text } else { nil }
  }

  /// The JSON literal of a scalar that YAML reads as a number or a boolean; nil for text.
  var jsonLiteral: String? {
    guard isPlain, let text else { return nil }
    if ["true", "false"].contains(text.lowercased()) { return text.lowercased() }
    return text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) == nil ? nil : text
  }

  /// The kind of the node, for messages.
  var kind: String {
    switch content {
    case .scalar: "a single value"
    case .null: "nothing"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}
