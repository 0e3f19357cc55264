/// Text of a stranger, made fit to be shown: on one line, without control characters, not too long.
package struct Excerpt: Hashable, Sendable, CustomStringConvertible {
  package var text: String

  package static let usualLimit = 200

  /// Keeps at most `limit` characters; `…` marks truncated text. Runs of whitespace become one space.
  package init(_ text: String, limit: Int = Excerpt.usualLimit) {
    var shown = ""
    var count = 0
    var gap = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        gap = count > 0
      } else if scalar.isShowable {
        guard count + (gap ? 1 : 0) < limit else {
          shown += "…"
          break
        }
        if gap { shown += " " }
        count += gap ? 2 : 1
        gap = false
        shown.unicodeScalars.append(scalar)
      }
    }
    self.text = shown
  }

  package var description: String { text }
}

extension Unicode.Scalar {
  /// False for control characters and for characters that change how adjacent ones are shown (direction, joining,
  /// private or unassigned).
  fileprivate var isShowable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
