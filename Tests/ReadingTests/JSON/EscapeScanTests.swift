import CJSONScan
import Testing

/// The vector search for bad escapes, its portable twin and the escapes' own grammar must agree.
@Suite struct EscapeScanTests {
  static let sound = [
    #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u00e1"#, #"\uABCD"#, #"\uFFFF"#, #"\u0001"#,
    #"\u1000"#, #"\\u0000"#,
    #"\ud83d\ude00"#, #"\uD800\uDC00"#, #"\uDBFF\uDFFF"#, #"\\n\\"#, "á", "\u{1}",
  ]
  static let unsound = [
    #"\a"#, #"\U0041"#, #"\'"#, #"\0"#, #"\u00g1"#, #"\u 123"#, #"\u123"#, #"\u"#, #"\"#, #"\ud800"#, #"\udc00"#,
    #"\ud800\u0041"#, #"\ud800\n"#, #"\udc00\ud800"#, #"\ud800x"#, #"\ud800\udc0"#, #"\á"#, #"\u:000"#, #"\u/000"#,
    #"\u@000"#, #"\u`000"#, #"\uG000"#, #"\u000G"#, #"\u0000"#,
  ]

  /// Returns true if the text, in the middle of a larger one, has only valid escapes, by both searches.
  private func verdicts(_ text: String) -> [Bool] {
    let around = Array(#"\"#.utf8)
    let behind = Array("n0000".utf8)
    return (around + Array(text.utf8) + behind).withUnsafeBufferPointer { bytes in
      let start = bytes.baseAddress! + around.count
      return [escapes_are_sound(start, text.utf8.count), escapes_are_sound_portable(start, text.utf8.count)]
    }
  }

  @Test func `valid escapes are valid at any position`() {
    for escape in EscapeScanTests.sound {
      for before in 0...130 {
        let text = String(repeating: #"\\"#, count: before / 9) + String(repeating: "x", count: before) + escape
        #expect(verdicts(text) == [true, true], "\(text)")
        #expect(verdicts(text + String(repeating: "y", count: 70)) == [true, true], "\(text) and more")
        #expect(verdicts(text + text) == [true, true], "\(text) twice")
      }
    }
  }

  @Test func `an invalid escape is found at any position`() {
    for escape in EscapeScanTests.unsound {
      for before in 0...130 {
        let text = String(repeating: #"\\"#, count: before / 9) + String(repeating: "x", count: before) + escape
        #expect(verdicts(text) == [false, false], "\(text)")
        #expect(verdicts(text + String(repeating: "-", count: 70)) == [false, false], "\(text) and more")
      }
    }
  }

  @Test func `a zero byte is found at any position`() {
    for length in 0...70 {
      var text = [UInt8](repeating: UInt8(ascii: "0"), count: length + 1)
      #expect(text.withUnsafeBufferPointer { !text_has_zero($0.baseAddress!, length) })
      for place in 0...length {
        text[place] = 0
        #expect(text.withUnsafeBufferPointer { text_has_zero($0.baseAddress!, length) } == (place < length))
        text[place] = UInt8(ascii: "0")
      }
    }
  }

  @Test func `four digits make a code unit, and nothing else does`() {
    for unit in UInt32(0)...0xFFFF {
      let digits = Array("000\(String(unit, radix: 16))".utf8.suffix(4))
      #expect(escape_code_unit(digits) == unit)
      #expect(escape_code_unit(Array(String(decoding: digits, as: UTF8.self).uppercased().utf8)) == unit)
    }
    for place in 0..<4 {
      for byte in UInt8.min ... .max where !Character(Unicode.Scalar(byte)).isHexDigit || byte >= 0x80 {
        var digits = Array("ffff".utf8)
        digits[place] = byte
        #expect(escape_code_unit(digits) > 0xFFFF, "\(digits)")
      }
    }
  }
}
