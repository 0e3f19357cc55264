import Records

/// Checks one JSON value and removes the whitespace outside its strings.
///
/// The output is always valid JSON: raw control characters in strings become escapes, bad text becomes U+FFFD, and so
/// does U+0000 unless it is kept.
/// Output is written only from the first change on, so that an unchanged value costs no copy.
struct JSONCompactor {
  private let bytes: [UInt8]
  private let end: Int
  private let keepsNUL: Bool
  private var position: Int
  /// Bytes from here to `position` are still to be copied.
  private var pending: Int
  private var output: [UInt8]
  private(set) var isChanged = false
  /// The first bad text that was replaced.
  private(set) var error: ValueError?

  /// More than any reader lets through; keeps hostile nesting off the stack.
  private static let deepest = 512

  init(_ bytes: [UInt8], in range: Range<Int>, output: consuming [UInt8], keepsNUL: Bool) {
    self.bytes = bytes
    self.keepsNUL = keepsNUL
    self.position = range.lowerBound
    self.pending = range.lowerBound
    self.end = range.upperBound
    self.output = output
  }

  /// Processes the complete range, which is one value; returns false if it is not valid JSON.
  mutating func value() -> Bool {
    skipWhitespace()
    guard value(depth: 0) else { return false }
    skipWhitespace()
    return position == end
  }

  /// Processes the complete range, which is a string's inner text, and writes it between quotes.
  mutating func quotedContent() -> Bool {
    output.append(UInt8(ascii: "\""))
    content()
    flush()
    output.append(UInt8(ascii: "\""))
    return position == end
  }

  /// Copies what is still to be copied.
  mutating func flush() {
    if pending < position { output.append(contentsOf: bytes[pending..<position]) }
    pending = position
    isChanged = true
  }

  /// Hands back the bytes that were given, with what was written.
  mutating func takeOutput() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &output)
    return taken
  }

  private mutating func value(depth: Int) -> Bool {
    guard position < end, depth < JSONCompactor.deepest else { return false }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "{"): return container(closedBy: UInt8(ascii: "}"), depth: depth)
    case UInt8(ascii: "["): return container(closedBy: UInt8(ascii: "]"), depth: depth)
    case UInt8(ascii: "t"): return literal("true")
    case UInt8(ascii: "f"): return literal("false")
    case UInt8(ascii: "n"): return literal("null")
    default: return number()
    }
  }

  private mutating func container(closedBy close: UInt8, depth: Int) -> Bool {
    position += 1
    skipWhitespace()
    if take(close) { return true }
    while true {
      if close == UInt8(ascii: "}") {
        guard string() else { return false }
        skipWhitespace()
        guard take(UInt8(ascii: ":")) else { return false }
        skipWhitespace()
      }
      guard value(depth: depth + 1) else { return false }
      skipWhitespace()
      if take(close) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
      skipWhitespace()
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    guard position < end, isBlank(bytes[position]) else { return }
    flush()
    while position < end, isBlank(bytes[position]) { position += 1 }
    pending = position
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private mutating func literal(_ text: String) -> Bool {
    text.utf8.allSatisfy { take($0) }
  }

  private mutating func number() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) {
      guard digits() else { return false }
    }
    if take(UInt8(ascii: ".")) {
      guard digits() else { return false }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() else { return false }
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = position
    while position < end, bytes[position].digit < 10 { position += 1 }
    return position > start
  }

  private mutating func string() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    content()
    return take(UInt8(ascii: "\""))
  }

  /// Continues to the string's closing quote or the end of the range.
  private mutating func content() {
    let received = bytes
    let text = received.span.extracting(0..<end)
    while true {
      position = JSONCompactor.nextSpecial(text, from: position)
      guard position < end, text[position] != UInt8(ascii: "\"") else { return }
      let byte = text[position]
      if byte == UInt8(ascii: "\\") {
        let escape = TextScan.escape(text, at: position)
        let found = escape.error ?? (escape.scalar == 0 && !keepsNUL ? .nul : nil)
        if let found { replace(escape.length, found) } else { position += escape.length }
      } else if byte < 0x20 {
        if byte == 0, !keepsNUL { replace(1, .nul) } else { escapeControl(byte) }
      } else {
        let length = TextScan.sequence(text, at: position)
        if length < 0 { replace(-length, .notUTF8) } else { position += length }
      }
    }
  }

  /// The index of the next quote, backslash, control character or byte of 0x80 and above, or the end.
  private static func nextSpecial(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index + 8 <= text.count {
      let word = text.word(at: index)
      let marks =
        word.marksOfNonASCII | word.marks(below: 0x20) | word.marks(of: UInt8(ascii: "\""))
        | word.marks(of: UInt8(ascii: "\\"))
      if marks != 0 { return index + marks.firstMark }
      index += 8
    }
    while index < text.count {
      let byte = text[index]
      if byte >= 0x80 || byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
      index += 1
    }
    return index
  }

  /// Puts U+FFFD in the place of the next bytes.
  private mutating func replace(_ length: Int, _ found: ValueError) {
    flush()
    output.append(scalar: 0xFFFD)
    position += length
    pending = position
    if error == nil { error = found }
  }

  private mutating func escapeControl(_ byte: UInt8) {
    flush()
    output.appendControlEscape(byte)
    position += 1
    pending = position
  }
}

extension JSONCompactor {
  /// Processes an array and writes its elements' text with `separator` between them: strings unescaped, null as empty
  /// text, nested values as JSON. Returns false if the range is not a valid JSON array.
  mutating func joinElements(separator: [UInt8]) -> Bool {
    guard take(UInt8(ascii: "[")) else { return false }
    var isFirst = true
    passWhitespace()
    if take(UInt8(ascii: "]")) { return position == end }
    while true {
      if !isFirst { output.append(contentsOf: separator) }
      isFirst = false
      guard joinElement() else { return false }
      passWhitespace()
      if take(UInt8(ascii: "]")) { return position == end }
      guard take(UInt8(ascii: ",")) else { return false }
      passWhitespace()
    }
  }

  private mutating func joinElement() -> Bool {
    guard position < end else { return false }
    pending = position
    switch bytes[position] {
    case UInt8(ascii: "n"): return literal("null")
    case UInt8(ascii: "\""):
      let start = position + 1
      guard let close = endOfString(from: start) else { return false }
      let found = TextScan.appendUnescaped(bytes, in: start..<close, to: &output, keepsNUL: keepsNUL)
      if error == nil { error = found }
      position = close + 1
      return true
    default:
      guard value(depth: 1) else { return false }
      flush()
      return true
    }
  }

  private mutating func passWhitespace() {
    while position < end, isBlank(bytes[position]) { position += 1 }
  }

  /// The index of the quote that closes a string.
  private func endOfString(from start: Int) -> Int? {
    let text = bytes.span.extracting(0..<end)
    var index = start
    while index < end {
      index = JSONCompactor.nextSpecial(text, from: index)
      guard index < end else { return nil }
      if text[index] == UInt8(ascii: "\"") { return index }
      // The byte after a backslash never closes the string.
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
