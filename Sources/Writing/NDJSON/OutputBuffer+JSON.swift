import CJSONScan

extension OutputBuffer {
  /// Appends text between quotes, escaped in one canonical way: `\"`, `\\`, `\n`, `\r`, `\t`, `\b`, `\f`, `\u00XX` for
  /// the other control characters, and everything else as UTF-8.
  ///
  /// If `hasEscapes`, the text has JSON escapes of any form; the same text always produces the same bytes.
  @inline(__always)
  mutating func appendJSON(_ text: borrowing Span<UInt8>, from position: Int, to end: Int, hasEscapes: Bool) {
    append(UInt8(ascii: "\""))
    let stop = copyRun(of: text, from: position, to: end, until: .json)
    if stop != end { aside { $0.appendJSONRest(text, from: stop, to: end, hasEscapes: hasEscapes) } }
    append(UInt8(ascii: "\""))
  }

  /// `start` is a byte that ended a run.
  @inline(never)
  private mutating func appendJSONRest(
    _ text: borrowing Span<UInt8>, from start: Int, to end: Int, hasEscapes: Bool
  ) {
    var position = start
    aside { output in
      while position < end {
        let scalar: UInt32
        if hasEscapes && text[position] == UInt8(ascii: "\\") {
          scalar = JSONEscape.scalar(of: text, at: &position, end: end)
        } else {
          scalar = UInt32(text[position])
          position &+= 1
        }
        output.appendJSON(scalar: scalar)
        position =
          hasEscapes
          ? output.rewrite(text, from: position, to: end, as: .json)
          : output.copyRun(of: text, from: position, to: end, until: .json)
      }
    }
  }

  /// Appends one character as it is written between quotes.
  @inline(__always)
  private mutating func appendJSON(scalar: UInt32) {
    switch scalar {
    case 0x22, 0x5C: appendEscape(UInt8(truncatingIfNeeded: scalar))
    case 0x20...: append(scalar: scalar)
    case 0x0A: appendEscape(UInt8(ascii: "n"))
    case 0x0D: appendEscape(UInt8(ascii: "r"))
    case 0x09: appendEscape(UInt8(ascii: "t"))
    case 0x08: appendEscape(UInt8(ascii: "b"))
    case 0x0C: appendEscape(UInt8(ascii: "f"))
    default:
      append(Array("\\u00".utf8))
      append(UInt8(ascii: scalar < 0x10 ? "0" : "1"))
      let digit = UInt8(scalar & 0xF)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  @inline(__always)
  private mutating func appendEscape(_ letter: UInt8) {
    append(word: UInt64(UInt8(ascii: "\\")) | UInt64(letter) &<< 8, length: 2)
  }

  /// Appends a Unicode scalar as UTF-8.
  @inline(__always)
  mutating func append(scalar: UInt32) {
    switch scalar {
    case ..<0x80: append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800:
      append(word: UInt64(0xC0 | scalar &>> 6) | UInt64(0x80 | scalar & 0x3F) &<< 8, length: 2)
    case ..<0x10000:
      append(
        word: UInt64(0xE0 | scalar &>> 12) | UInt64(0x80 | scalar &>> 6 & 0x3F) &<< 8
          | UInt64(0x80 | scalar & 0x3F) &<< 16, length: 3)
    default:
      let first = UInt64(0xF0 | scalar &>> 18) | UInt64(0x80 | scalar &>> 12 & 0x3F) &<< 8
      let second = UInt64(0x80 | scalar &>> 6 & 0x3F) &<< 16 | UInt64(0x80 | scalar & 0x3F) &<< 24
      append(word: first | second, length: 4)
    }
  }
}
