/// Untrusted text, sanitized and truncated for display and storage: without secrets and control characters.
///
/// Everything that a server sends passes through here before it is shown, logged or written next to the export.
package struct SanitizedText: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package static let defaultLimit = 200

  /// The replacement of a character that is not visible.
  package enum HiddenCharacters: Sendable {
    /// Nothing; white space becomes one space.
    case removed
    /// A JSON escape, for values in which they may be the error.
    case escaped
  }

  /// - Parameters:
  ///   - limit: the most characters (Unicode scalars) that remain; `…` follows if there are more.
  ///   - redactor: knows the secrets that the text may repeat.
  ///   - cut: the ends at which `untrusted` is a part of a longer text.
  package init(
    _ untrusted: String, limit: Int = SanitizedText.defaultLimit, redactor: SecretRedactor, cut: TextCut = [],
    hidden: HiddenCharacters = .removed
  ) {
    let redacted = redactor.redacted(untrusted, cut: cut)
    // A secret with hidden characters in it is found once they are gone.
    let plain = redacted.withoutHiddenCharacters
    let bare = redactor.redacted(plain, cut: cut)
    let shown = hidden == .removed || bare != plain ? bare.withSingleSpaces : redacted.withEscapedCharacters
    let kept = shown.truncated(to: limit)
    text = cut.contains(.end) && kept == shown ? kept + "…" : kept
  }

  package var description: String { text }
}

extension String {
  /// White space remains.
  fileprivate var withoutHiddenCharacters: String {
    String(UnicodeScalarView(unicodeScalars.filter { $0.properties.isWhitespace || $0.isVisible }))
  }

  /// On one line, without white space at its ends.
  fileprivate var withSingleSpaces: String {
    unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " ")
  }

  fileprivate var withEscapedCharacters: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case _ where scalar.isVisible: text.unicodeScalars.append(scalar)
      default:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
      }
    }
    return text
  }

  fileprivate func truncated(to limit: Int) -> String {
    guard let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex), end < endIndex else {
      return self
    }
    let kept = unicodeScalars[..<end]
    return String(kept.last?.properties.isWhitespace == true ? kept.dropLast() : kept) + "…"
  }
}

extension Unicode.Scalar {
  /// Neither a control character nor one that changes how its neighbors are shown (direction, joining, private or
  /// unassigned meaning).
  fileprivate var isVisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
