import CJSONScan
import TestSupport

/// Fuzzes the vector searches against their portable versions and byte loops, at any alignment; the sanitizer checks
/// that none reads beyond its text.
enum ScanFuzzer {
  @Sendable static func run(_ bytes: [UInt8]) {
    for start in 0..<min(bytes.count, 5) {
      // A separate buffer ends at the end of the text.
      Array(bytes[start...]).withUnsafeBufferPointer { text in
        guard let base = text.baseAddress else { return }
        search(base, Array(text))
      }
    }
  }

  private static func search(_ base: UnsafePointer<UInt8>, _ text: [UInt8]) {
    let stop = text.firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") } ?? text.count
    expect(
      json_scan_stop(base, text.count) == stop, "the vectors stop at \(json_scan_stop(base, text.count)), not \(stop)")
    expect(json_scan_stop_portable(base, text.count) == stop, "the portable search stops elsewhere")
    let end = stringEnd(text)
    expect(
      json_scan_string(base, text.count) == end, "the vectors end at \(json_scan_string(base, text.count)), not \(end)")
    expect(json_scan_string_portable(base, text.count) == end, "the portable search ends elsewhere")
    let blanks = text.firstIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? text.count
    expect(json_scan_whitespace(base, text.count) == blanks, "the vectors pass other white space")
    expect(json_scan_whitespace_portable(base, text.count) == blanks, "the portable search passes other white space")
    let half = text.count / 2
    let areEqual = text[..<half].elementsEqual(text[(text.count - half)...])
    expect(json_scan_equal(base, base + (text.count - half), half) == areEqual, "the vectors compare otherwise")
    expect(
      json_scan_equal_portable(base, base + (text.count - half), half) == areEqual,
      "the portable code compares otherwise")
    let areSound = !hasBadEscape(text)
    expect(escapes_are_sound(base, text.count) == areSound, "the vectors judge escapes otherwise")
    expect(escapes_are_sound_portable(base, text.count) == areSound, "the portable search judges escapes otherwise")
    var same = text
    expect(json_scan_equal(base, &same, text.count), "equal bytes are equal")
    if !same.isEmpty {
      same[half] ^= 1
      expect(!json_scan_equal(base, &same, text.count), "a changed bit at \(half) is seen")
      expect(!json_scan_equal_portable(base, &same, text.count), "a changed bit at \(half) is seen")
    }
  }

  /// Every escape taken by itself, a surrogate pair as one.
  private static func hasBadEscape(_ text: [UInt8]) -> Bool {
    var at = 0
    while let next = text[at...].firstIndex(of: UInt8(ascii: "\\")) {
      let end = ReferenceJSON.escapeEnd(text, from: next)
      let escape = ReferenceString.unescaped(Array(text[next..<end]))
      if escape.isBad || escape.bytes == [0] { return true }
      at = end
    }
    return false
  }

  /// The result in the form of `json_scan_string`.
  private static func stringEnd(_ text: [UInt8]) -> UInt64 {
    var traits: UInt64 = 0
    var at = 0
    while at < text.count, text[at] != UInt8(ascii: "\"") {
      if text[at] == UInt8(ascii: "\\") {
        traits |= json_scan_has_escapes
        at += 1
        guard at < text.count else { break }
      }
      if text[at] >= 0x80 { traits |= json_scan_is_non_ascii }
      at += 1
    }
    return at < text.count ? UInt64(at) << 2 | traits : json_scan_open
  }
}
