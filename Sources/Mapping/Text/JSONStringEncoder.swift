/// Writes texts as JSON.
enum JSONStringEncoder {
  /// Returns a text as compact JSON if it is JSON, otherwise as a JSON string.
  static func compactOrQuoted(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var compactor = JSONCompactor(bytes, in: 0..<bytes.count, output: [], keepsNUL: true)
    if compactor.value(), compactor.error == nil {
      compactor.flush()
      return compactor.takeOutput()
    }
    return quoted(bytes)
  }

  /// A text as a JSON string, with its quotes.
  static func quoted(_ text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: output.appendControlEscape(byte)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
    return output
  }
}

extension [UInt8] {
  /// Appends the escape of a control character.
  mutating func appendControlEscape(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: append(UInt8(ascii: "b"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0C: append(UInt8(ascii: "f"))
    case 0x0D: append(UInt8(ascii: "r"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      append(contentsOf: "u00".utf8)
      append(digits[Int(byte >> 4)])
      append(digits[Int(byte & 15)])
    }
  }
}
