import ConfigurationFiles

extension Template {
  /// Returns the values of the tokens in a text that the template produced; nil if the text does not match.
  ///
  /// A token matches at least one character, and never `stop`.
  func captures(of text: String, stop: Character? = nil) -> [String: String]? {
    Template.captures(of: text[...], parts: parts[...], stop: stop)
  }

  /// The number of characters that the template fixes.
  var literalLength: Int {
    parts.reduce(0) { if case .literal(let text) = $1 { $0 + text.count } else { $0 } }
  }

  private static func captures(of text: Substring, parts: ArraySlice<Part>, stop: Character?) -> [String: String]? {
    guard let part = parts.first else { return text.isEmpty ? [:] : nil }
    let rest = parts.dropFirst()
    switch part {
    case .literal(let literal):
      guard text.hasPrefix(literal) else { return nil }
      return captures(of: text.dropFirst(literal.count), parts: rest, stop: stop)
    case .token(let name):
      let longest = text.prefix { $0 != stop }
      if rest.isEmpty {
        return longest.isEmpty || longest.endIndex != text.endIndex ? nil : [name: String(text)]
      }
      for length in stride(from: 1, through: longest.count, by: 1) {
        let remainder = text.dropFirst(length)
        if var found = captures(of: remainder, parts: rest, stop: stop) {
          found[name] = String(text[..<remainder.startIndex])
          return found
        }
      }
      return nil
    }
  }
}
