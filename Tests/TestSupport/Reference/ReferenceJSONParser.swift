import Records

/// JSON's grammar, byte by byte.
struct ReferenceJSONParser {
  let bytes: [UInt8]
  let deepest: Int
  var position = 0

  init(bytes: [UInt8], deepest: Int) {
    self.bytes = bytes
    self.deepest = deepest
  }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipBlanks() {
    while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { position += 1 }
  }

  mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// `depth` counts the objects and arrays around the value.
  mutating func value(depth: Int) throws(ReferenceJSON.ParsingError) -> ReferenceJSON {
    skipBlanks()
    let start = position
    var value: ReferenceJSON
    switch next {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < deepest else { throw .tooDeep }
      let isObject = next == UInt8(ascii: "{")
      value = ReferenceJSON(kind: isObject ? .object : .array, start: start, text: [])
      position += 1
      try contents(of: &value, depth: depth + 1)
    case UInt8(ascii: "\""):
      try string()
      value = ReferenceJSON(kind: .string, start: start, text: [])
    case UInt8(ascii: "n") where take("null"): value = ReferenceJSON(kind: .null, start: start, text: [])
    case UInt8(ascii: "t") where take("true"): value = ReferenceJSON(kind: .true, start: start, text: [])
    case UInt8(ascii: "f") where take("false"): value = ReferenceJSON(kind: .false, start: start, text: [])
    default:
      try number()
      value = ReferenceJSON(kind: .number, start: start, text: [])
    }
    value.text = Array(bytes[start..<position])
    return value
  }

  private mutating func contents(of value: inout ReferenceJSON, depth: Int) throws(ReferenceJSON.ParsingError) {
    let close = value.kind == .object ? "}" : "]"
    skipBlanks()
    if take(close) { return }
    while true {
      if value.kind == .object {
        skipBlanks()
        let start = position
        try string()
        let key = ReferenceJSON(kind: .string, start: start, text: bytes[start..<position])
        skipBlanks()
        guard take(":") else { throw .notJSON(position) }
        value.members.append((key, try self.value(depth: depth)))
      } else {
        value.elements.append(try self.value(depth: depth))
      }
      skipBlanks()
      if take(close) { return }
      guard take(",") else { throw .notJSON(position) }
    }
  }

  private mutating func string() throws(ReferenceJSON.ParsingError) {
    guard next == UInt8(ascii: "\"") else { throw .notJSON(position) }
    position += 1
    while let byte = next, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
    guard position < bytes.count else { throw .notJSON(bytes.count) }
    position += 1
  }

  private mutating func number() throws(ReferenceJSON.ParsingError) {
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
  }

  private mutating func digits() throws(ReferenceJSON.ParsingError) {
    let start = position
    while let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { position += 1 }
    guard position > start else { throw .notJSON(position) }
  }
}
