/// Text between a JSON string's quotes.
enum JSONUnescaper {
  /// Returns the text with its escapes resolved. Unpaired surrogates become U+FFFD; an invalid escape remains
  /// unchanged.
  static func unescaped(_ text: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.first else {
        result.append(byte)
        continue
      }
      if let plain = simpleEscapes[escape] {
        rest.removeFirst()
        result.append(plain)
      } else if escape == UInt8(ascii: "u"), let unit = codeUnit(at: rest) {
        rest = rest.dropFirst(5)
        result.append(contentsOf: String(scalar(unit, takingPartnerFrom: &rest)).utf8)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"),
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
    UInt8(ascii: "t"): 0x09,
  ]

  /// Returns the code unit of `uXXXX` at the start of `text`; nil if the text does not begin with one.
  private static func codeUnit(at text: some Collection<UInt8>) -> UInt16? {
    let escape = text.prefix(5)
    guard escape.count == 5, escape.first == UInt8(ascii: "u") else { return nil }
    var unit: UInt16 = 0
    for digit in escape.dropFirst() {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(value)
    }
    return unit
  }

  private static func scalar<Text: Collection<UInt8>>(
    _ unit: UInt16, takingPartnerFrom rest: inout Text
  ) -> Unicode.Scalar where Text.SubSequence == Text {
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard UTF16.isLeadSurrogate(unit), rest.first == UInt8(ascii: "\\"), let trail = codeUnit(at: rest.dropFirst()),
      UTF16.isTrailSurrogate(trail)
    else { return "\u{FFFD}" }
    rest = rest.dropFirst(6)
    return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
  }
}
