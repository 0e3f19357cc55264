/// JSON strings read the slow way: as UTF-16 code units, repaired by the standard library.
package enum ReferenceString {
  /// The text with U+FFFD for bad parts, and whether there were any.
  package static func unescaped(_ raw: [UInt8]) -> (bytes: [UInt8], isBad: Bool) {
    var units: [UInt16] = []
    var isBad = false
    var plain: [UInt8] = []
    var index = 0
    func endPlain() {
      if String(validating: plain, as: UTF8.self) == nil { isBad = true }
      units += String(decoding: plain, as: UTF8.self).utf16
      plain = []
    }
    while index < raw.count {
      guard raw[index] == UInt8(ascii: "\\") else {
        plain.append(raw[index])
        index += 1
        continue
      }
      endPlain()
      let letter = index + 1 < raw.count ? Character(Unicode.Scalar(raw[index + 1])) : " "
      let simple: [Character: UInt16] = [
        "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
      ]
      if let unit = simple[letter] {
        units.append(unit)
        index += 2
      } else if letter == "u" {
        let digits = raw[(index + 2)...].prefix(4).prefix { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }
        let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        units.append(digits.count == 4 ? unit ?? 0 : 0xFFFD)
        if digits.count < 4 { isBad = true }
        index += 2 + digits.count
      } else {
        units.append(0xFFFD)
        isBad = true
        index += index + 1 < raw.count && raw[index + 1] < 0x80 ? 2 : 1
      }
    }
    endPlain()
    let text = String(decoding: units, as: UTF16.self)
    if !Array(text.utf16).elementsEqual(units) { isBad = true }
    return (Array(text.utf8), isBad)
  }
}
