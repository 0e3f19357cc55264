import ConfigurationFiles
import Records
import Testing

struct TimePatternTests {
  @Test(arguments: [
    ("epoch_seconds", "1767225600", "2026-01-01T00:00:00"),
    ("epoch_milliseconds", "-62167219200000", "0000-01-01T00:00:00"),
    ("epoch_milliseconds", "253402300799999", "9999-12-31T23:59:59.999"), ("epoch_seconds", "253402300800", nil),
    ("epoch_seconds", "9223372036854775807", nil), ("epoch_milliseconds", "-9223372036854775808", nil),
    ("epoch_seconds", "12x", nil), ("yyyyMMddHHmmss", "20260101000000", "2026-01-01T00:00:00"),
    ("yyyyMMddHHmmss", "20260132000000", nil),
  ])
  func `a time beyond four-digit years is not parsed`(
    pattern: String, text: String, expected: String?
  ) throws {
    #expect(try TimePattern(pattern).parsed(text)?.description == expected)
  }
}
