import ConfigurationFiles
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
    #expect(SanitizedText(text, redactor: SecretRedactor()).text == shown)
  }

  @Test func `long text is truncated at the limit`() {
    func shown(_ text: String, limit: Int = SanitizedText.defaultLimit) -> String {
      SanitizedText(text, limit: limit, redactor: SecretRedactor()).text
    }
    #expect(shown(String(repeating: "x", count: 200)) == String(repeating: "x", count: 200))
    #expect(shown(String(repeating: "x", count: 201)) == String(repeating: "x", count: 200) + "…")
    #expect(shown("ab cd", limit: 3) == "ab…")
    #expect(shown("ab   ", limit: 2) == "ab")
  }

  @Test func `values show what is hidden in them`() {
    func shown(_ text: String) -> String {
      SanitizedText(text, redactor: SecretRedactor(), hidden: .escaped).text
    }
    #expect(shown("a\tb\r\n \u{1B}[31m\u{200B}\u{E0001}") == #"a\tb\r\n \u001b[31m\u200b\udb40\udc01"#)
  }

  @Test(arguments: [SanitizedText.HiddenCharacters.removed, .escaped])
  func `a secret is masked before the text is cut, and with characters hidden in it`(
    _ hidden: SanitizedText.HiddenCharacters
  ) {
    let redactor = SecretRedactor(["s3cret-token-42"])
    func shown(_ text: String, limit: Int) -> String {
      SanitizedText(text, limit: limit, redactor: redactor, hidden: hidden).text
    }
    for limit in 1...20 { #expect(!shown("a s3cret-token-42", limit: limit).contains("s")) }
    #expect(shown("a s3\u{200B}cret-tok\u{1B}en-42", limit: 50) == "a ***")
    #expect(SanitizedText("a s3cret-t", redactor: redactor, cut: .end, hidden: hidden).text == "a ***…")
  }

  static let delays: [(String, Double?)] = [
    ("120", 120.0), (" 0 ", 0), ("Sat, 21 Nov 2026 12:01:30 GMT", 90), ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
    ("99999999999999999999", 366 * 86_400), ("Sat, 21 Nov 2099 12:00:00 GMT", 366 * 86_400), ("soon", nil), ("", nil),
    ("-5", nil),
    ("1.5", nil), ("Sat, 31 Feb 2026 12:00:00 GMT", nil), ("Sat, 21 Nov 2026 25:00:00 GMT", nil),
    ("Sat, 21 Nov 2026 12:00 GMT", nil), ("Saturday, 21-Nov-26 12:00:05 GMT", 5), ("Sat Nov 21 12:00:05 2026", 5),
    ("Friday, 31-Dec-99 12:00:05 GMT", 0), ("Saturday, 21-Nov-2026 12:00:05 GMT", nil),
    ("Saturday, 21-Nov-26 12:00:05 EST", nil), ("Sat Nov 21 12:00 2026", nil), ("Sat Nov 31 12:00:05 2026", nil),
  ]

  @Test(arguments: delays)
  func `Retry-After is read in all forms`(_ header: String, _ seconds: Double?) {
    #expect(RetryAfter.delay(header, now: TestSource.now) == seconds.map { .seconds($0) })
  }
}
