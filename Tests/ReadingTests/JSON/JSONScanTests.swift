import CJSONScan
import Testing

/// The vector searches, their portable twins and a plain loop must agree on any bytes.
@Suite struct JSONScanTests {
  /// Texts of every length around the block sizes, thick with the bytes that matter.
  static let texts: [[UInt8]] = {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let alphabets: [[UInt8]] = [
      Array("abcdefgh \n".utf8), Array("aaaaaaaaaaaaaaa\\".utf8), Array(#"\\\\"a"#.utf8),
      [0x61, 0x61, 0x61, 0xC3, 0xA9],
      [0x20, 0x20, 0x09, 0x0A, 0x0D], [0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0xA2, 0xDC, 0x00, 0x80, 0xFF], [0x5C],
    ]
    return (0..<200).flatMap { length in
      alphabets.map { alphabet in
        var text = (0..<length).map { _ in alphabet[next(alphabet.count)] }
        if length > 0, next(3) > 0 { text[next(length)] = 0x22 }
        return text
      }
    }
  }()

  /// The end of a string found byte by byte.
  private func plainEnd(_ text: [UInt8]) -> UInt64 {
    var traits: UInt64 = 0
    var at = 0
    while at < text.count, text[at] != 0x22 {
      if text[at] == 0x5C {
        traits |= json_scan_has_escapes
        at += 1
        guard at < text.count else { break }
      }
      if text[at] >= 0x80 { traits |= json_scan_is_non_ascii }
      at += 1
    }
    return at < text.count ? UInt64(at) << 2 | traits : json_scan_open
  }

  /// Calls `body` with the text as the middle of a larger one whose other bytes would change every result.
  private func surrounded<Result>(_ text: [UInt8], _ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
    let around: [UInt8] = [0x5C, 0x22, 0xFF, 0x22, 0x5C]
    return (around + text + around).withUnsafeBufferPointer { bytes in
      body(bytes.baseAddress! + around.count, text.count)
    }
  }

  @Test func `the end of a string with any escapes is found`() {
    for text in JSONScanTests.texts {
      let expected = plainEnd(text)
      #expect(surrounded(text) { json_scan_string($0, $1) } == expected, "\(text)")
      #expect(surrounded(text) { json_scan_string_portable($0, $1) } == expected, "\(text)")
    }
  }

  @Test func `the next quote or backslash is found`() {
    for text in JSONScanTests.texts {
      let expected = text.firstIndex { $0 == 0x22 || $0 == 0x5C } ?? text.count
      #expect(surrounded(text) { json_scan_stop($0, $1) } == expected, "\(text)")
      #expect(surrounded(text) { json_scan_stop_portable($0, $1) } == expected, "\(text)")
    }
  }

  @Test func `the end of whitespace is found`() {
    for text in JSONScanTests.texts {
      let expected = text.firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? text.count
      #expect(surrounded(text) { json_scan_whitespace($0, $1) } == expected, "\(text)")
      #expect(surrounded(text) { json_scan_whitespace_portable($0, $1) } == expected, "\(text)")
    }
  }

  @Test func `texts are equal when every byte is`() {
    for length in 0..<70 {
      let text = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      func areEqual(_ other: [UInt8]) -> [Bool] {
        surrounded(text) { one, count in
          other.withUnsafeBufferPointer { two in
            [
              json_scan_equal(one, two.baseAddress!, count), json_scan_equal_portable(one, two.baseAddress!, count),
            ]
          }
        }
      }
      #expect(areEqual(text + [0]) == [true, true])
      for index in 0..<length {
        var other = text
        other[index] ^= 0x10
        #expect(areEqual(other) == [false, false], "\(length) bytes, the one at \(index) differs")
      }
    }
  }
}
