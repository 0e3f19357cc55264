import Records

extension Template {
  /// Returns nil if the text is a template with only tokens of `tokens`, or any tokens if that is nil; otherwise the
  /// text to append to an error message.
  static func error(in text: String, tokens: [String]?) -> String? {
    do {
      let template = try Template(text)
      return tokens.flatMap { template.tokenError(known: $0) }.map { "; \($0)" }
    } catch {
      return "; \(error.reason)"
    }
  }

  /// Returns an error for the first unknown token, with the known ones; nil if all are known.
  func tokenError(known: [String]) -> String? {
    for case .token(let name) in parts where !known.contains(name) {
      if known.isEmpty { return "unknown token {\(name)}; write `{{` for a brace" }
      let meant = SpellingSuggestion.of(name, among: known).map { "; did you mean {\($0)}?" }
      return
        "unknown token {\(name)}\(meant ?? "; known: \(known.map { "{\($0)}" }.joined(separator: ", "))")"
    }
    return nil
  }
}

extension TimePattern {
  /// Returns nil if the text is a pattern that can format a request's times; otherwise the text to append to an error
  /// message.
  static func error(in text: String) -> String? {
    do {
      let pattern = try TimePattern(text)
      return pattern.parts.contains(.offset) ? "; `XXX`, an offset, is allowed only in formats of fields" : nil
    } catch {
      return "; \(error.reason)"
    }
  }

  /// The smallest step that the pattern can write, in microseconds.
  var step: Int64 {
    let steps: [(Part, Int64)] = [
      (.microsecond, 1), (.millisecond, 1_000), (.epochMilliseconds, 1_000), (.second, 1_000_000),
      (.epochSeconds, 1_000_000), (.minute, 60_000_000), (.hour, 3_600_000_000), (.hourOfHalf, 3_600_000_000),
    ]
    return steps.first { parts.contains($0.0) }?.1 ?? 86_400_000_000
  }
}
