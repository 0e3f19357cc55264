/// A character of HTML that is spelled out between `&` and `;`.
struct HTMLEntity {
  let scalar: Unicode.Scalar
  /// The position behind it.
  let end: Int

  /// The most bytes of an entity that is read: `&#x0000002F;`.
  static let longest = 12

  enum Result {
    case entity(HTMLEntity)
    /// The text ends within an entity.
    case cut
    case other
  }

  /// Reads the entity behind the `&` before `start`. A server may have escaped that `&` once or twice (`&amp;#47;`).
  static func read(_ text: [UInt8], at start: Int) -> Result {
    var start = start
    for _ in 0..<2 where text[start...].starts(with: "amp;".utf8) {
      let next = start + 4
      guard next < text.count, text[next] == UInt8(ascii: "#") || isLetter(text[next]) else { break }
      // `&amp;` alone is the character `&`.
      if case .other = entity(text, at: next) { break }
      start = next
    }
    return entity(text, at: start)
  }

  private static func entity(_ text: [UInt8], at start: Int) -> Result {
    let limit = min(text.count, start + longest)
    guard let semicolon = text[start..<limit].firstIndex(of: UInt8(ascii: ";")) else {
      return limit == text.count && text[start..<limit].allSatisfy(isPart) ? .cut : .other
    }
    let name = text[start..<semicolon]
    guard let scalar = scalar(name) else { return .other }
    return .entity(HTMLEntity(scalar: scalar, end: semicolon + 1))
  }

  private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let text = String(decoding: name, as: UTF8.self)
    guard text.hasPrefix("#") else { return names[text] }
    let digits = text.dropFirst()
    let number =
      digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    return number.flatMap(Unicode.Scalar.init)
  }

  /// A byte of an entity.
  static func isPart(_ byte: UInt8) -> Bool {
    isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "#")
      || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "&")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  /// The names of ASCII characters in HTML.
  private static let names: [String: Unicode.Scalar] = [
    "amp": "&", "AMP": "&", "lt": "<", "LT": "<", "gt": ">", "GT": ">", "quot": "\"", "QUOT": "\"", "apos": "'",
    "nbsp": " ", "excl": "!", "num": "#", "dollar": "$", "percnt": "%", "lpar": "(", "rpar": ")", "ast": "*",
    "midast": "*", "plus": "+", "comma": ",", "period": ".", "sol": "/", "colon": ":", "semi": ";", "equals": "=",
    "quest": "?", "commat": "@", "lsqb": "[", "lbrack": "[", "bsol": "\\", "rsqb": "]", "rbrack": "]", "Hat": "^",
    "lowbar": "_", "grave": "`", "lcub": "{", "lbrace": "{", "verbar": "|", "vert": "|", "rcub": "}", "rbrace": "}",
    "hyphen": "-", "dash": "-",
  ]
}
