package import Records

/// JSON read the slow way, into a tree whose values keep their text as it was sent.
package struct ReferenceJSON: Sendable {
  package enum ParsingError: Error, Hashable {
    /// The error's offset.
    case notJSON(Int)
    case tooDeep
  }

  package var kind: ValueRef.Kind
  /// The offset of the value in the input.
  package var start: Int
  package var text: [UInt8]
  package var members: [(key: ReferenceJSON, value: ReferenceJSON)] = []
  package var elements: [ReferenceJSON] = []

  /// Parses a complete text, with whitespace around it. A string may contain anything except a quote; its escapes are
  /// not checked.
  package init(_ bytes: [UInt8], deepest: Int = 64) throws(ParsingError) {
    var parser = ReferenceJSONParser(bytes: bytes, deepest: deepest)
    self = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.position == bytes.count else { throw .notJSON(parser.position) }
  }

  init(kind: ValueRef.Kind, start: Int, text: ArraySlice<UInt8>) {
    self.kind = kind
    self.start = start
    self.text = Array(text)
  }

  /// The content of a string, still escaped; the text of any other value.
  package var content: [UInt8] { kind == .string ? Array(text.dropFirst().dropLast()) : text }

  /// The last value of a key that is written so once it is unescaped.
  package subscript(key: String) -> ReferenceJSON? {
    if kind == .array {
      guard let index = Int(key), "\(index)" == key, elements.indices.contains(index) else { return nil }
      return elements[index]
    }
    return members.last { ReferenceString.unescaped($0.key.content).bytes == Array(key.utf8) }?.value
  }

  /// The value at the end of a path of keys.
  package subscript(path: [String]) -> ReferenceJSON? {
    path.reduce(self) { $0?[$1] }
  }
}

extension ReferenceJSON {
  /// Without whitespace, control characters escaped, and U+FFFD for bad parts of texts, which set `isBad`; everything
  /// else unchanged.
  package var compact: (bytes: [UInt8], isBad: Bool) {
    switch kind {
    case .string: return ReferenceJSON.compact(string: content)
    case .array:
      let parts = elements.map(\.compact)
      return (
        Array("[".utf8) + parts.map(\.bytes).joined(separator: Array(",".utf8)) + Array("]".utf8),
        parts.contains { $0.isBad }
      )
    case .object: return ReferenceJSON.compact(object: members)
    default: return (text, false)
    }
  }

  package static func compact(
    object members: [(key: ReferenceJSON, value: ReferenceJSON)]
  ) -> (bytes: [UInt8], isBad: Bool) {
    let parts = members.map { (key: $0.key.compact, value: $0.value.compact) }
    let texts = parts.map { $0.key.bytes + Array(":".utf8) + $0.value.bytes }
    return (
      Array("{".utf8) + texts.joined(separator: Array(",".utf8)) + Array("}".utf8),
      parts.contains { $0.key.isBad || $0.value.isBad }
    )
  }

  private static func compact(string raw: [UInt8]) -> (bytes: [UInt8], isBad: Bool) {
    var result = Array("\"".utf8)
    var isBad = false
    var index = 0
    while index < raw.count {
      var end = index
      if raw[index] != UInt8(ascii: "\\") {
        while end < raw.count, raw[end] != UInt8(ascii: "\\") { end += 1 }
        let plain = String(decoding: raw[index..<end], as: UTF8.self)
        if !plain.utf8.elementsEqual(raw[index..<end]) { isBad = true }
        result += quoted(plain, escapesQuotes: false).utf8.dropFirst().dropLast()
      } else {
        end = escapeEnd(raw, from: index)
        let escape = ReferenceString.unescaped(Array(raw[index..<end]))
        if escape.isBad { isBad = true }
        result += escape.isBad ? Array("\u{FFFD}".utf8) : Array(raw[index..<end])
      }
      index = end
    }
    return (result + Array("\"".utf8), isBad)
  }

  /// The end of an escape, both halves of a surrogate pair taken together.
  package static func escapeEnd(_ raw: [UInt8], from start: Int) -> Int {
    guard start + 1 < raw.count, raw[start + 1] < 0x80 else { return start + 1 }
    guard raw[start + 1] == UInt8(ascii: "u") else { return start + 2 }
    let digits = raw[(start + 2)...].prefix(4).prefix { $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }
    let end = start + 2 + digits.count
    let pair = Array(raw[start...].prefix(12))
    let isPair =
      digits.count == 4 && pair.count == 12 && pair[6] == UInt8(ascii: "\\") && pair[7] == UInt8(ascii: "u")
      && !ReferenceString.unescaped(pair).isBad && ReferenceString.unescaped(Array(pair.prefix(6))).isBad
    return isPair ? start + 12 : end
  }

  /// A text as a JSON string.
  package static func quoted(_ text: String, escapesQuotes: Bool = true) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let short: [Unicode.Scalar: String] = [
        "\u{8}": "\\b", "\t": "\\t", "\n": "\\n", "\u{C}": "\\f", "\r": "\\r",
      ]
      if let escape = short[scalar] {
        result.append(contentsOf: escape.unicodeScalars)
      } else if scalar.value < 0x20 {
        let digits = String(scalar.value, radix: 16)
        result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
      } else {
        if escapesQuotes, scalar == "\"" || scalar == "\\" { result.append("\\") }
        result.append(scalar)
      }
    }
    return "\"\(String(result))\""
  }
}
