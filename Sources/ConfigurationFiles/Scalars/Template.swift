/// Text with tokens in braces: `date={window.date}/{chunk}`. There is no expression language.
package struct Template: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case literal(String)
    case token(String)
  }

  package var parts: [Part]

  package init(parts: [Part]) {
    self.parts = parts
  }

  /// The names of all tokens.
  package var tokens: Set<String> {
    Set(parts.compactMap { if case .token(let name) = $0 { name } else { nil } })
  }

  /// Returns the text with every token replaced by the result of `value`.
  package func rendered<Failure: Error>(
    _ value: (_ token: String) throws(Failure) -> String
  ) throws(Failure) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .token(let name): text += try value(name)
      }
    }
    return text
  }

  /// The reason why a text is not a template, and the position of the error (in characters, from 0).
  package struct SyntaxError: Error, Hashable {
    package var reason: String
    package var position: Int
  }

  /// Parses a text; `{{` and `}}` are literal braces.
  package init(_ text: String) throws(SyntaxError) {
    var parts: [Part] = []
    var literal = ""
    let characters = Array(text)
    var position = 0
    while position < characters.count {
      let character = characters[position]
      let next = position + 1 < characters.count ? characters[position + 1] : nil
      if (character == "{" || character == "}") && next == character {
        literal.append(character)
        position += 2
      } else if character == "{" {
        guard let close = characters[position...].firstIndex(of: "}") else {
          throw SyntaxError(reason: "the brace is not closed; write `{{` for a brace", position: position)
        }
        let name = String(characters[(position + 1)..<close])
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }) else {
          throw SyntaxError(reason: "`{\(name)}` is not a token; write `{{` for a brace", position: position)
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.token(name))
        position = close + 1
      } else if character == "}" {
        throw SyntaxError(reason: "unexpected closing brace; write `}}` for a brace", position: position)
      } else {
        literal.append(character)
        position += 1
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }
}

extension Template: CustomStringConvertible {
  /// The template as written in the file.
  package var description: String {
    parts.map { part in
      switch part {
      case .literal(let text): text.replacing("{", with: "{{").replacing("}", with: "}}")
      case .token(let name): "{\(name)}"
      }
    }.joined()
  }
}
