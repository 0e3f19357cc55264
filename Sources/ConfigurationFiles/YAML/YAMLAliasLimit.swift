import Yams

/// Computes the size of a YAML text after each alias is replaced by the node of its anchor.
///
/// The parser shares the nodes of aliases without copying them, but a traversal, such as the parser's own for keys,
/// visits them again each time: a few lines of nested aliases would take years.
struct YAMLAliasLimit {
  private let limit: Int
  private let mark: Unicode.Scalar
  /// The number of nodes of each anchor, including itself.
  private var sizes: [String: Int] = [:]
  private var count = 0
  private var excess: Mark?

  /// Returns the position at which a document exceeds `limit` nodes; nil if it does not.
  ///
  /// Throws if the text is invalid regardless of its aliases.
  static func excess(in text: String, limit: Int) throws -> Mark? {
    guard text.contains("*"), let mark = mark(for: text) else { return nil }
    // With a different character instead of its asterisk, an alias is a plain scalar at the same position.
    let plain = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "*" ? mark : $0 }))
    // Anchors live as long as the parser does.
    let parser = try Parser(yaml: plain, resolver: .basic)
    return try withExtendedLifetime(parser) {
      var expansion = YAMLAliasLimit(limit: limit, mark: mark)
      if let root = try parser.singleRoot() { _ = expansion.size(of: root) }
      return expansion.excess
    }
  }

  private init(limit: Int, mark: Unicode.Scalar) {
    self.limit = limit
    self.mark = mark
  }

  /// A character for private use that the text does not use.
  private static func mark(for text: String) -> Unicode.Scalar? {
    let used = Set(text.unicodeScalars.lazy.map(\.value).filter { $0 >= 0xF0000 })
    return (0xF0000...0xFFFFD as ClosedRange<UInt32>).first { !used.contains($0) }.flatMap(Unicode.Scalar.init)
  }

  private mutating func size(of node: Node) -> Int {
    let before = count
    count += 1
    switch node {
    case .scalar(let scalar):
      if scalar.style == .plain, scalar.string.unicodeScalars.first == mark {
        count += sizes[String(scalar.string.unicodeScalars.dropFirst())] ?? 0
      }
    case .sequence(let sequence):
      for element in sequence { _ = size(of: element) }
    case .mapping(let mapping):
      for (key, value) in mapping { _ = size(of: key) + size(of: value) }
    case .alias: break
    }
    if count > limit {
      // Sizes far beyond it would overflow, and none of them matters any more.
      count = limit + 1
      if excess == nil { excess = node.mark }
    }
    if let anchor = node.anchor { sizes[anchor.rawValue] = count - before }
    return count - before
  }
}
