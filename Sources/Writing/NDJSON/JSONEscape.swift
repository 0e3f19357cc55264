import CJSONScan

/// JSON's escapes, read.
enum JSONEscape {
  /// Returns the scalar of the escape at `position`, a backslash; `position` moves after it.
  ///
  /// An invalid escape represents its own letter, and an unpaired surrogate U+FFFD; batches contain neither.
  @inline(__always)
  static func scalar(of text: borrowing Span<UInt8>, at position: inout Int, end: Int) -> UInt32 {
    guard position &+ 1 < end, text[position &+ 1] < 0x80 else {
      position &+= 1
      return UInt32(UInt8(ascii: "\\"))
    }
    let letter = text[position &+ 1]
    position &+= 2
    if letter == UInt8(ascii: "u") {
      let (scalar, length) = unicode(of: text, at: position, end: end)
      position &+= length
      return scalar
    }
    return UInt32(text_unescaped(letter))
  }

  /// `position` is after `\u`. Returns the number of following bytes that belong to the escape.
  @inline(never)
  private static func unicode(
    of text: borrowing Span<UInt8>, at position: Int, end: Int
  ) -> (scalar: UInt32, length: Int) {
    let replacement: UInt32 = 0xFFFD
    guard let unit = fourDigits(of: text, at: position, end: end) else { return (replacement, 0) }
    guard unit & 0xF800 == 0xD800 else { return (unit, 4) }
    let next = position + 4
    guard unit < 0xDC00, next + 1 < end, text[next] == UInt8(ascii: "\\"), text[next + 1] == UInt8(ascii: "u"),
      let second = fourDigits(of: text, at: next + 2, end: end), second & 0xFC00 == 0xDC00
    else { return (replacement, 4) }
    return (0x10000 + (unit & 0x3FF) << 10 + second & 0x3FF, 10)
  }

  private static func fourDigits(of text: borrowing Span<UInt8>, at position: Int, end: Int) -> UInt32? {
    guard position + 4 <= end else { return nil }
    var unit: UInt32 = 0
    for index in position..<(position + 4) {
      let digit = text[index]
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return unit
  }
}
