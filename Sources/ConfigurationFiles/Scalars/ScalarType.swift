import Records

/// The forms of a single value: what is accepted, and its description in messages.
package enum ScalarType: Hashable, Sendable {
  case text
  /// Any text; `null` is read as text.
  case literal
  /// Text that is kept as written: `${NAME}` in it is a shell's, not ours.
  case verbatim
  /// Text with at least one character that is not whitespace, and without control characters.
  case label
  case boolean
  case integer(ClosedRange<Int>)
  /// A whole number, or `none`.
  case integerOrNone(ClosedRange<Int>)
  /// `0.01` or `1%`.
  case share
  /// `30 s`.
  case duration
  /// `256 MB`.
  case size
  case word([String])
  /// An end of a range: `2026-10-01`, `yesterday`.
  case rangeBound
  case chunkLength
  case timeZone
  /// `https://host/path`.
  case address
  /// Text with tokens from a list, if the list is known in advance.
  case template(tokens: [String]?)
  case regex
  /// The format of times in a request.
  case timePattern
  /// The format of a field's times: `dd/MM/yyyy HH:mm:ss`, `epoch_seconds`.
  case timeFormat
  /// A path such as `name.givenName`; if allowed, empty text or `.` is the root.
  case keyPath(orTop: Bool = false)
  /// `date`, `name.givenName`, `/total`, `$window.date`.
  case origin
  /// One ASCII character that is not a letter, digit or quote, or `tab`.
  case character
  /// `404` or `5xx`.
  case status
  /// A path of a file or directory.
  case path
  /// Letters, digits, `_`, `-` and `.`; begins with a letter or a digit.
  case identifier
  /// `0640`: permissions of files that their owner can read and write and nobody can execute.
  case fileMode

  package static func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> ScalarType {
    .word(Word.allCases.map(\.rawValue))
  }

  /// The expected value, for messages.
  package var expectation: String {
    switch self {
    case .text, .literal, .verbatim: "text"
    case .label: "text on one line"
    case .boolean: "true or false"
    case .integer(let range): "a whole number\(ScalarType.bounds(range))"
    case .integerOrNone(let range): "a whole number\(ScalarType.bounds(range)) or `none`"
    case .share: "a share such as 0.01 or 1%"
    case .duration: "a duration such as `30 s`"
    case .size: "a size such as `256 MB`"
    case .word(let words): words.joinedAsChoice()
    case .rangeBound: "a date or time such as 2026-10-01, 2026-10-01T06:00:00, `yesterday` or `7 days ago`"
    case .chunkLength: "a length such as `1 day`, `6 hours` or `1 month`"
    case .timeZone: "a time zone such as America/Bogota"
    case .address: "a URL such as https://api.example.com"
    case .template: "text with tokens in braces"
    case .regex: "a regular expression"
    case .timePattern: "a time pattern such as yyyyMMddHHmmss"
    case .timeFormat: "epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`"
    case .keyPath: "a key or path such as `data` or `result.rows`"
    case .origin: "a field's name such as `date`, `name.givenName`, `/total` or `$window.date`"
    case .character: "one ASCII character that is not a letter, digit or quote, or `tab`"
    case .status: "an HTTP status such as 404 or 5xx"
    case .path: "a path"
    case .identifier: "a name of letters, digits, `_`, `-` and `.`"
    case .fileMode: "octal permissions such as `0640`"
    }
  }

  private static func bounds(_ range: ClosedRange<Int>) -> String {
    range.upperBound == .max ? " of \(range.lowerBound) or more" : " from \(range.lowerBound) to \(range.upperBound)"
  }

  /// Returns nil if the text has the form; otherwise the text to append to "expected …, found …", possibly empty.
  package func error(in text: String) -> String? {
    switch self {
    case .text, .literal, .verbatim: return nil
    case .label, .path: return ScalarType.labelError(in: text)
    case .boolean: return ScalarType.boolean(text) == nil ? ScalarType.booleanHint(text) : nil
    case .integer(let range): return Int(text).map(range.contains) == true ? nil : ""
    case .integerOrNone(let range):
      return text == "none" || Int(text).map(range.contains) == true
        ? nil : SpellingSuggestion.hint(for: text, among: ["none"])
    case .share: return ScalarType.share(text) == nil ? "" : nil
    case .duration:
      return Duration(written: text) == nil ? Double(text) == nil ? "" : "; add a unit, for example `\(text) s`" : nil
    case .size: return ByteSize(written: text) == nil ? "" : nil
    case .word(let words): return words.contains(text) ? nil : SpellingSuggestion.hint(for: text, among: words)
    case .rangeBound: return RangeBound(written: text) == nil ? RangeBound.hint(for: text) : nil
    case .chunkLength: return ChunkLength(written: text) == nil ? ChunkLength.hint(for: text) : nil
    case .timeZone: return TimeZoneName.error(in: text)
    case .address: return BaseURL.error(in: text)
    case .template(let tokens): return Template.error(in: text, tokens: tokens)
    case .regex: return (try? CatalogPattern(text)) == nil ? "; the expression is invalid" : nil
    case .timePattern: return TimePattern.error(in: text)
    case .timeFormat: return TimePattern.fieldError(in: text)
    case .keyPath(let orTop):
      return orTop && ["", "."].contains(text) || FieldOrigin.KeyPath(written: text) != nil
        ? nil : "; a part of it is empty"
    case .origin: return FieldOrigin.error(in: text)
    case .character: return ScalarType.character(text) == nil ? "" : nil
    case .status: return ScalarType.statuses(text) == nil ? "" : nil
    case .identifier: return ScalarType.isIdentifier(text) ? nil : ""
    case .fileMode: return ScalarType.fileModeFault(in: text)
    }
  }

  /// Returns true if text that YAML reads as null is a value.
  func takesNull(_ written: String) -> Bool {
    switch self {
    case .literal: !written.isEmpty
    case .word(let words): words.contains(written)
    default: false
    }
  }

  /// True if a message may repeat the value; a URL may contain a password.
  var mayBeQuoted: Bool { self != .address }

  private static func labelError(in text: String) -> String? {
    if text.allSatisfy(\.isWhitespace) { return "; the text is empty" }
    return text.unicodeScalars.contains { $0.properties.generalCategory == .control }
      ? "; the text contains a control character" : nil
  }

  static func boolean(_ text: String) -> Bool? {
    ["true", "True", "TRUE"].contains(text) ? true : ["false", "False", "FALSE"].contains(text) ? false : nil
  }

  private static func booleanHint(_ text: String) -> String {
    switch text.lowercased() {
    case "yes", "on", "y": "; did you mean `true`?"
    case "no", "off", "n": "; did you mean `false`?"
    default: ""
    }
  }

  /// 0...1.
  static func share(_ text: String) -> Double? {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast().trimmingSuffix(while: { $0 == " " }) : text[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let number = Double(digits)
    else { return nil }
    let share = isPercent ? number / 100 : number
    return share <= 1 ? share : nil
  }

  static func character(_ text: String) -> UInt8? {
    if text == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
    guard text.utf8.count == 1, let byte = text.utf8.first, let character = text.first,
      byte == 0x09 || (0x20..<0x7F).contains(byte), !character.isLetter, !character.isNumber, character != "\""
    else { return nil }
    return byte
  }

  /// The statuses that `404` or `5xx` represents.
  static func statuses(_ text: String) -> [Int]? {
    if text.count == 3, text.lowercased().hasSuffix("xx"), let hundreds = text.first?.wholeNumberValue,
      (1...5).contains(hundreds)
    {
      return Array((hundreds * 100)...(hundreds * 100 + 99))
    }
    return Int(text).flatMap { (100...599).contains($0) ? [$0] : nil }
  }

  /// The permission bits of `0640` or `0o640`.
  static func fileMode(_ text: String) -> UInt16? {
    let digits = text.hasPrefix("0o") ? text.dropFirst(2) : text[...]
    guard (3...4).contains(digits.count), digits.allSatisfy({ ("0"..."7").contains($0) }) else { return nil }
    return UInt16(digits, radix: 8)
  }

  private static func fileModeFault(in text: String) -> String? {
    guard let mode = fileMode(text) else { return "" }
    if mode & 0o600 != 0o600 { return "; the owner must be able to read and write the files, as in 0600" }
    return mode & ~0o666 == 0 ? nil : "; it may only contain read and write permissions, as in 0640"
  }

  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter || first.isNumber else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, predicate(last) { rest.removeLast() }
    return rest
  }
}
