/// The escaping of text in a JSON string; all forms have the same meaning.
enum JSONEscaping: Sendable {
  /// Only what must be escaped.
  case least
  /// Slashes and everything beyond ASCII too, the latter as UTF-16 escapes.
  case most
}

/// Bytes of JSON, appended without building a document first.
extension [UInt8] {
  /// Appends text with its quotes.
  mutating func appendJSON(_ text: String, escaping: JSONEscaping = .least) {
    append(UInt8(ascii: "\""))
    appendEscaped(text, escaping: escaping)
    append(UInt8(ascii: "\""))
  }

  /// Appends the content of a JSON string.
  mutating func appendEscaped(_ text: String, escaping: JSONEscaping) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append(contentsOf: "\\\"".utf8)
      case "\\": append(contentsOf: "\\\\".utf8)
      case "\n": append(contentsOf: "\\n".utf8)
      case "\r": append(contentsOf: "\\r".utf8)
      case "\t": append(contentsOf: "\\t".utf8)
      case "/" where escaping == .most: append(contentsOf: "\\/".utf8)
      case _ where scalar.value < 0x20: appendEscape(UInt16(scalar.value))
      case _ where scalar.value > 0x7e && escaping == .most:
        for unit in String(scalar).utf16 { appendEscape(unit) }
      default: append(contentsOf: String(scalar).utf8)
      }
    }
  }

  private mutating func appendEscape(_ unit: UInt16) {
    let digits = String(unit, radix: 16)
    append(contentsOf: "\\u".utf8)
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
    append(contentsOf: digits.utf8)
  }

  /// Appends a number in decimal digits.
  mutating func appendNumber(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    var width = 1
    var bound: UInt = 10
    while width < 19 && magnitude >= bound {
      width += 1
      bound *= 10
    }
    appendDigits(magnitude, width: width)
  }

  /// Appends the last `width` (1...19) decimal digits of a number, with zeros before it.
  mutating func appendDigits(_ number: UInt, width: Int) {
    var unit: UInt = 1
    for _ in 1..<width { unit *= 10 }
    while unit > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
  }
}

extension String {
  /// The text as JSON, with its quotes.
  func jsonText(escaping: JSONEscaping = .least) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendJSON(self, escaping: escaping)
    return bytes
  }

  /// The content of a JSON string.
  func jsonFragment(escaping: JSONEscaping = .least) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendEscaped(self, escaping: escaping)
    return bytes
  }
}
