import Foundation

/// Measures text in terminal columns instead of characters.
enum TerminalLayout {
  /// The number of columns that a text needs.
  static func width(of text: String) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  /// Returns the text within a width; a longer text is truncated with `…`.
  static func cut(_ text: String, to columns: Int) -> String {
    guard width(of: text) > columns else { return text }
    guard columns > 0 else { return "" }
    var kept = ""
    var used = 1
    for character in text {
      used += width(of: character)
      if used > columns { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// Returns the text in lines of at most a width, broken between words, each line indented. Text between backquotes
  /// (to be copied) and short text in parentheses is one word. A word longer than a line gets its own line.
  static func wrapped(_ text: String, to columns: Int, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let whole = text.replacing(/`[^`]*`|\([^()]{1,40}\)/) { $0.output.replacing(" ", with: "\u{A0}") }
    var lines: [String] = []
    for word in whole.split(separator: " ") {
      if let last = lines.last, width(of: last) + 1 + width(of: String(word)) <= columns {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append("\(margin)\(word)")
      }
    }
    return lines.map { $0.replacing("\u{A0}", with: " ") }
  }

  /// Pads the text with spaces after it, or before it, to a width.
  static func padded(_ text: String, to columns: Int, alignedRight: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, columns - width(of: text)))
    return alignedRight ? blanks + text : text + blanks
  }

  /// Returns the text in lines of at most a width, broken at spaces; all lines except the first start with `indent`
  /// spaces.
  static func wrapped(_ text: String, to columns: Int?, indent: Int) -> [String] {
    guard let columns, width(of: text) > columns else { return [text] }
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    var lines: [String] = []
    var line = words.first ?? ""
    for word in words.dropFirst() {
      if width(of: line) + 1 + width(of: word) > columns, line.contains(where: { $0 != " " }) {
        lines.append(line)
        line = String(repeating: " ", count: min(indent, columns / 2)) + word
      } else {
        line += " " + word
      }
    }
    return lines + [line]
  }

  /// The width of the terminal behind a descriptor; nil if it is not a terminal.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    // The variation selector for emoji presentation.
    if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch scalar.value {
    case 0..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      if scalar.properties.isEmojiPresentation { return 2 }
      return [.nonspacingMark, .enclosingMark, .format].contains(scalar.properties.generalCategory) ? 0 : 1
    }
  }
}
