/// Scans a JSON string's raw text: UTF-8 sequences and escapes.
enum TextScan {
  /// Returns the length of the well-formed sequence of two to four bytes at an index; if there is none, minus the
  /// length of the longest invalid part (at least 1), which one U+FFFD replaces.
  @inline(__always)
  static func sequence(_ text: Span<UInt8>, at index: Int) -> Int {
    let lead = text[index]
    let left = text.count - index
    guard lead >= 0xC2, lead < 0xF5, left > 1 else { return -1 }
    let second = text[index + 1]
    if lead < 0xE0 { return isContinuation(second) ? 2 : -1 }
    // The second byte's range keeps out overlong forms, surrogates and what lies beyond U+10FFFF.
    let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    guard second >= lowest, second <= highest else { return -1 }
    guard left > 2, isContinuation(text[index + 2]) else { return -2 }
    if lead < 0xF0 { return 3 }
    return left > 3 && isContinuation(text[index + 3]) ? 4 : -3
  }

  /// An escape, a surrogate pair counting as one.
  struct Escape {
    /// The scalar that it represents; U+FFFD if it is invalid.
    var scalar: UInt32
    /// The number of bytes, including the backslash.
    var length: Int
    var error: ValueError?
  }

  /// Returns the escape whose backslash is at an index.
  @inline(__always)
  static func escape(_ text: Span<UInt8>, at index: Int) -> Escape {
    guard index + 1 < text.count else { return Escape(scalar: 0xFFFD, length: 1, error: .unknownEscape) }
    let letter = text[index + 1]
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Escape(scalar: UInt32(letter), length: 2)
    case UInt8(ascii: "n"): return Escape(scalar: 0x0A, length: 2)
    case UInt8(ascii: "r"): return Escape(scalar: 0x0D, length: 2)
    case UInt8(ascii: "t"): return Escape(scalar: 0x09, length: 2)
    case UInt8(ascii: "b"): return Escape(scalar: 0x08, length: 2)
    case UInt8(ascii: "f"): return Escape(scalar: 0x0C, length: 2)
    case UInt8(ascii: "u"): return unicodeEscape(text, at: index)
    default: return Escape(scalar: 0xFFFD, length: letter < 0x80 ? 2 : 1, error: .unknownEscape)
    }
  }

  @inline(__always)
  private static func unicodeEscape(_ text: Span<UInt8>, at index: Int) -> Escape {
    guard let unit = codeUnit(text, at: index + 2) else {
      var end = index + 2
      while end < text.count, text[end].hexDigit != nil { end += 1 }
      return Escape(scalar: 0xFFFD, length: end - index, error: .unknownEscape)
    }
    guard unit & 0xF800 == 0xD800 else { return Escape(scalar: unit, length: 6) }
    if unit < 0xDC00, index + 7 < text.count, text[index + 6] == UInt8(ascii: "\\"),
      text[index + 7] == UInt8(ascii: "u"), let low = codeUnit(text, at: index + 8), low & 0xFC00 == 0xDC00
    {
      return Escape(scalar: 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF, length: 12)
    }
    return Escape(scalar: 0xFFFD, length: 6, error: .unpairedSurrogate)
  }

  /// The number that four hexadecimal digits make, or nil.
  @inline(__always)
  private static func codeUnit(_ text: Span<UInt8>, at index: Int) -> UInt32? {
    guard index + 4 <= text.count, let first = text[index].hexDigit, let second = text[index + 1].hexDigit,
      let third = text[index + 2].hexDigit, let fourth = text[index + 3].hexDigit
    else { return nil }
    return first << 12 | second << 8 | third << 4 | fourth
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}

extension TextScan {
  /// The first bad part of a string's raw text: invalid UTF-8, an unknown or malformed escape, an unpaired surrogate,
  /// and the escape of U+0000 unless it is kept.
  static func error(in text: Span<UInt8>, isNonASCII: Bool, keepsNUL: Bool) -> ValueError? {
    // Nearly all texts are valid and need no check byte by byte.
    if text.hasSoundEscapesOnly, !isNonASCII || utf8Error(in: text) == nil { return nil }
    return firstError(in: text, keepsNUL: keepsNUL)
  }

  private static func firstError(in text: Span<UInt8>, keepsNUL: Bool) -> ValueError? {
    var index = nextSpecial(text, from: 0)
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\\") {
        let escape = escape(text, at: index)
        if let error = escape.error { return error }
        if escape.scalar == 0, !keepsNUL { return .nul }
        index += escape.length
      } else {
        let length = sequence(text, at: index)
        if length < 0 { return .notUTF8 }
        index += length
      }
      index = nextSpecial(text, from: index)
    }
    return nil
  }

  /// Invalid UTF-8 in a text without escapes, in which a backslash is a backslash.
  static func utf8Error(in text: Span<UInt8>) -> ValueError? {
    var index = 0
    while index < text.count {
      if text[index] < 0x80 {
        index += 1
        while index + 8 <= text.count, text.word(at: index).marksOfNonASCII == 0 { index += 8 }
      } else {
        let length = sequence(text, at: index)
        if length < 0 { return .notUTF8 }
        index += length
      }
    }
    return nil
  }

  /// The index of the next backslash or byte of 0x80 and above, or the end.
  @inline(__always)
  static func nextSpecial(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index + 8 <= text.count {
      let word = text.word(at: index)
      let marks = word.marksOfNonASCII | word.marks(of: UInt8(ascii: "\\"))
      if marks != 0 { return index + marks.firstMark }
      index += 8
    }
    while index < text.count {
      let byte = text[index]
      if byte >= 0x80 || byte == UInt8(ascii: "\\") { return index }
      index += 1
    }
    return index
  }

  /// Appends a string's raw text unescaped, with U+FFFD instead of each invalid part; returns the first error.
  ///
  /// - Parameter keepsNUL: false if U+0000 is invalid too, as an escape or as a byte.
  @discardableResult
  static func appendUnescaped(
    _ bytes: [UInt8], in range: Range<Int>, to output: inout [UInt8], keepsNUL: Bool = true
  ) -> ValueError? {
    let first = output.count
    let error = appendUnescapedKeepingNUL(bytes, in: range, to: &output)
    guard !keepsNUL, output.span.extracting(first..<output.count).hasZero else { return error }
    // In UTF-8, a zero byte is U+0000 and nothing else.
    let text = Array(output[first...])
    output.removeLast(text.count)
    for byte in text {
      if byte == 0 { output.append(scalar: 0xFFFD) } else { output.append(byte) }
    }
    return error ?? .nul
  }

  private static func appendUnescapedKeepingNUL(
    _ bytes: [UInt8], in range: Range<Int>, to output: inout [UInt8]
  ) -> ValueError? {
    let text = bytes.span.extracting(range)
    var firstError: ValueError?
    // From here on nothing has been copied yet.
    var pending = 0
    var index = nextSpecial(text, from: 0)
    while index < text.count {
      if text[index] == UInt8(ascii: "\\") {
        output.append(contentsOf: bytes[(range.lowerBound + pending)..<(range.lowerBound + index)])
        let escape = escape(text, at: index)
        output.append(scalar: escape.scalar)
        if firstError == nil { firstError = escape.error }
        index += escape.length
        pending = index
      } else {
        let length = sequence(text, at: index)
        if length < 0 {
          output.append(contentsOf: bytes[(range.lowerBound + pending)..<(range.lowerBound + index)])
          output.append(scalar: 0xFFFD)
          if firstError == nil { firstError = .notUTF8 }
          pending = index - length
        }
        index += abs(length)
      }
      index = nextSpecial(text, from: index)
    }
    output.append(contentsOf: bytes[(range.lowerBound + pending)..<range.upperBound])
    return firstError
  }
}

extension [UInt8] {
  /// Appends a scalar as UTF-8.
  @inline(__always)
  mutating func append(scalar: UInt32) {
    let low6 = UInt8(truncatingIfNeeded: scalar & 0x3F) | 0x80
    let middle6 = UInt8(truncatingIfNeeded: scalar &>> 6 & 0x3F) | 0x80
    if scalar < 0x80 {
      append(UInt8(truncatingIfNeeded: scalar))
    } else if scalar < 0x800 {
      append(UInt8(truncatingIfNeeded: scalar &>> 6) | 0xC0)
      append(low6)
    } else if scalar < 0x1_0000 {
      append(UInt8(truncatingIfNeeded: scalar &>> 12) | 0xE0)
      append(middle6)
      append(low6)
    } else {
      append(UInt8(truncatingIfNeeded: scalar &>> 18) | 0xF0)
      append(UInt8(truncatingIfNeeded: scalar &>> 12 & 0x3F) | 0x80)
      append(middle6)
      append(low6)
    }
  }
}
