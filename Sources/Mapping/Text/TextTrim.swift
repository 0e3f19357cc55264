import Records

/// Removes ASCII whitespace at both ends of strings, also if it is escaped.
enum TextTrim {
  /// Returns the remaining part of a string. A string without whitespace at its ends is returned unchanged.
  @inline(__always)
  static func trimmed(_ ref: ValueRef, in text: Span<UInt8>) -> ValueRef {
    guard ref.length > 0 else { return ref }
    let first = text[ref.start]
    let last = text[ref.end - 1]
    if !ref.hasEscapes, !first.isASCIIWhitespace, !last.isASCIIWhitespace { return ref }
    let whole = text.extracting(ref.start..<ref.end)
    let end = ref.hasEscapes ? escapedEnd(whole) : plainEnd(whole)
    let part = whole.extracting(0..<end)
    let start = ref.hasEscapes ? escapedStart(part) : plainStart(part)
    return ValueRef(
      kind: .string, offset: ref.start + start, length: end - start, hasEscapes: ref.hasEscapes,
      isNonASCII: ref.isNonASCII)
  }

  private static func plainStart(_ text: Span<UInt8>) -> Int {
    var start = 0
    while start < text.count, text[start].isASCIIWhitespace { start += 1 }
    return start
  }

  private static func plainEnd(_ text: Span<UInt8>) -> Int {
    var end = text.count
    while end > 0, text[end - 1].isASCIIWhitespace { end -= 1 }
    return end
  }

  private static func escapedStart(_ text: Span<UInt8>) -> Int {
    var start = 0
    while start < text.count {
      if text[start].isASCIIWhitespace {
        start += 1
      } else if text[start] == UInt8(ascii: "\\") {
        let escape = TextScan.escape(text, at: start)
        guard escape.scalar < 0x80, UInt8(escape.scalar).isASCIIWhitespace else { return start }
        start += escape.length
      } else {
        return start
      }
    }
    return start
  }

  private static func escapedEnd(_ text: Span<UInt8>) -> Int {
    var end = text.count
    while let shorter = endBeforeWhitespace(text, end) { end = shorter }
    return end
  }

  /// Returns the end without the whitespace before `end`; nil if there is none.
  private static func endBeforeWhitespace(_ text: Span<UInt8>, _ end: Int) -> Int? {
    guard end > 0 else { return nil }
    let last = text[end - 1]
    if last.isASCIIWhitespace {
      // After a backslash it would belong to an escape, if to a bad one.
      return isEscaped(text, end - 1) ? nil : end - 1
    }
    switch last {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "f"):
      return isEscaped(text, end - 1) ? end - 2 : nil
    default:
      guard end >= 6, text[end - 5] == UInt8(ascii: "u"), isEscaped(text, end - 5) else { return nil }
      let escape = TextScan.escape(text.extracting(0..<end), at: end - 6)
      guard escape.scalar < 0x80, UInt8(escape.scalar).isASCIIWhitespace else { return nil }
      return end - 6
    }
  }

  /// Returns true if an unescaped backslash is before an index.
  private static func isEscaped(_ text: Span<UInt8>, _ index: Int) -> Bool {
    var start = index
    while start > 0, text[start - 1] == UInt8(ascii: "\\") { start -= 1 }
    return (index - start) % 2 == 1
  }
}
