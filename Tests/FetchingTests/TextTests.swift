import Declarations
import Fetching
import Records
import Testing

/// Tests that untrusted text is sanitized for display.
struct TextTests {
  @Test(arguments: [
    ("plain", "plain"), ("  two \t\r\n lines ", "two lines"), ("\u{1B}[31mred\u{7}", "[31mred"),
    ("a\u{202E}b\u{200B}c", "abc"),
    ("\u{9B}31m", "31m"), ("ñ 😀", "ñ 😀"), ("", ""), ("\0", ""), ("a\u{2028}b", "a b"),
  ])
  func `control characters are removed and whitespace is collapsed`(_ text: String, _ shown: String) {
    #expect(Excerpt(text).text == shown)
  }

  @Test func `long text is truncated at the limit`() {
    #expect(Excerpt(String(repeating: "x", count: 200)).text == String(repeating: "x", count: 200))
    #expect(Excerpt(String(repeating: "x", count: 201)).text == String(repeating: "x", count: 200) + "…")
    #expect(Excerpt("ab cd", limit: 3).text == "ab…")
    #expect(Excerpt("ab   ", limit: 2).text == "ab")
  }

  @Test func `secrets of eight or more characters are redacted in every URL encoding`() {
    let mask = SecretMask([Secret("pass word/1"), Secret("pass word/123"), Secret("seven77")])
    #expect(mask.masked("a pass word/1 b pass word/123 c pass%20word%2F1 d seven77") == "a *** b *** c *** d seven77")
  }

  @Test func `secrets in bytes are overwritten, each byte by one`() {
    let mask = SecretMask([Secret("abcabcabd")])
    var bytes = Array("abcabcabcabd abcabcabd abcabcab".utf8)
    mask.blank(&bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "abc********* ********* abcabcab")
    #expect(mask.overlap == 8)
    #expect(SecretMask().overlap == 0)
  }

  @Test(arguments: [
    ("120", 120.0), (" 0 ", 0), ("Sat, 21 Nov 2026 12:01:30 GMT", 90), ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
    ("99999999999999999999", 366 * 86_400), ("Sat, 21 Nov 2099 12:00:00 GMT", 366 * 86_400), ("soon", nil), ("", nil),
    ("-5", nil),
    ("1.5", nil), ("Sat, 31 Feb 2026 12:00:00 GMT", nil), ("Sat, 21 Nov 2026 25:00:00 GMT", nil),
    ("Sat, 21 Nov 2026 12:00 GMT", nil),
  ])
  func `Retry-After is read in both forms`(_ header: String, _ seconds: Double?) {
    #expect(RetryAfter.delay(header, now: TestSource.now) == seconds.map { .seconds($0) })
  }
}
