/// Text in which `${NAME}` and `${NAME:-default}` are replaced by environment variables and `$${` by `${`.
struct InterpolatedString {
  enum Part: Hashable {
    case literal(String)
    case variable(name: String, fallback: String?)
  }

  enum Outcome: Hashable {
    case text(String)
    /// Variables that are not set and have no default.
    case unset([String])
  }

  var parts: [Part] = []

  /// Returns nil if a `${` is not closed, has no name, or has another `${` in its default.
  init?(_ text: String) {
    var literal = ""
    var rest = Substring(text)
    while !rest.isEmpty {
      if rest.hasPrefix("$${") {
        literal += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let close = rest.firstIndex(of: "}") else { return nil }
        let inner = String(rest.dropFirst(2).prefix(upTo: close))
        let separator = inner.firstRange(of: ":-")
        let name = separator.map { String(inner[..<$0.lowerBound]) } ?? inner
        let fallback = separator.map { String(inner[$0.upperBound...]) }
        guard InterpolatedString.isName(name), fallback?.contains("${") != true else { return nil }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.variable(name: name, fallback: fallback))
        rest = rest[rest.index(after: close)...]
      } else {
        literal.append(rest.removeFirst())
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
  }

  /// True if the text contains no variable.
  var isLiteral: Bool {
    parts.allSatisfy { if case .literal = $0 { true } else { false } }
  }

  /// True if the text contains more than variables without default, so that a secret in it would be in plain text.
  var holdsPlainText: Bool {
    parts.contains { part in
      switch part {
      case .literal(let text): text.contains { !$0.isWhitespace }
      case .variable(_, let fallback): fallback?.isEmpty == false
      }
    }
  }

  /// Returns the text with every variable replaced. As in a shell, a default also replaces an empty variable.
  func resolved(in environment: [String: String]) -> Outcome {
    var text = ""
    var unset: [String] = []
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .variable(let name, let fallback):
        let value = environment[name]
        if let value, fallback == nil || !value.isEmpty {
          text += value
        } else if let fallback {
          text += fallback
        } else {
          unset.append(name)
        }
      }
    }
    return unset.isEmpty ? .text(text) : .unset(unset)
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.first, first.isASCII, first.isLetter || first == "_" else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
