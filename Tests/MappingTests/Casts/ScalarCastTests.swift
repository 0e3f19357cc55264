import Mapping
import Records
import TestSupport
import Testing

struct ScalarCastTests {
  @Test(arguments: [
    (#""7""#, Outcome.integer(7)), ("7", .integer(7)), ("-7", .integer(-7)), (#""+5""#, .integer(5)),
    (#""007""#, .integer(7)), (#""-0""#, .integer(0)), ("9223372036854775807", .integer(.max)),
    (#""-9223372036854775808""#, .integer(.min)), (#""0000000000000000000000012""#, .integer(12)),
    (#""\u0031\u0032""#, .integer(12)), ("null", .cell(.null)),
    ("9223372036854775808", .bad("`9223372036854775808` does not fit into 64 bits")),
    ("-9223372036854775809", .bad("`-9223372036854775809` does not fit into 64 bits")),
    ("12.0", .bad("`12.0` is not an integer")), ("1e3", .bad("`1e3` is not an integer")),
    (#""""#, .bad("an empty text is not an integer")), (#""1,000""#, .bad("`1,000` is not an integer")),
    (#"" 5""#, .bad("` 5` is not an integer")), (#""5\n""#, .bad(#"`5\n` is not an integer"#)),
    (#""+""#, .bad("`+` is not an integer")), (#""--5""#, .bad("`--5` is not an integer")),
    (#""9999999999999999999999x""#, .bad("`9999999999999999999999x` is not an integer")),
    (#""٣""#, .bad("`٣` is not an integer")), ("true", .bad("`true` is not an integer")),
    ("[1, 2]", .bad("`[1, 2]` is not an integer")), (#"{"a":1}"#, .bad(#"`{"a":1}` is not an integer"#)),
  ])
  func `integers are a sign and digits within 64 bits`(_ json: String, _ expected: Outcome) throws {
    #expect(try OneColumn(.integer).outcome(json) == expected)
  }

  @Test(arguments: [
    ("1", Outcome.text("1")), (#""1.50""#, .text("1.50")), ("-12.3", .text("-12.3")), (#""+5""#, .text("5")),
    (#""007.10""#, .text("7.10")), (#""-007""#, .text("-7")), ("-0", .text("0")), (#""-0.00""#, .text("0.00")),
    (#""000""#, .text("0")), ("1e3", .text("1000")), ("1.5E+3", .text("1500")), ("1.50e1", .text("15.0")),
    ("1e-2", .text("0.01")), ("-12.34e-1", .text("-1.234")), ("12e-2", .text("0.12")), ("0.012e1", .text("0.12")),
    ("0e5", .text("0")), ("-0e5", .text("0")), ("0.5e-1", .text("0.05")), ("120e-0003", .text("0.120")),
    ("12345678901234567890123456789.123456789", .text("12345678901234567890123456789.123456789")),
    ("1e400", .text("1" + String(repeating: "0", count: 400))),
    ("1e-400", .text("0." + String(repeating: "0", count: 399) + "1")),
    (#""\u0031.5""#, .text("1.5")), ("null", .cell(.null)),
    ("1e401", .bad("`1e401` has an exponent beyond 400")),
    ("1e-99999999999999999999", .bad("`1e-99999999999999999999` has an exponent beyond 400")),
    (#"".5""#, .bad("`.5` is not a decimal number")), (#""5.""#, .bad("`5.` is not a decimal number")),
    (#""1e""#, .bad("`1e` is not a decimal number")), (#""1e+""#, .bad("`1e+` is not a decimal number")),
    (#""1.2.3""#, .bad("`1.2.3` is not a decimal number")), (#""""#, .bad("an empty text is not a decimal number")),
    (#""1,5""#, .bad("`1,5` is not a decimal number")), (#""NaN""#, .bad("`NaN` is not a decimal number")),
    (#""-""#, .bad("`-` is not a decimal number")), ("false", .bad("`false` is not a decimal number")),
    ("[]", .bad("`[]` is not a decimal number")),
  ])
  func `decimals become plain digits that are valid JSON`(_ json: String, _ expected: Outcome) throws {
    #expect(try OneColumn(.decimal).outcome(json) == expected)
  }

  @Test func `a decimal in plain digits is not copied`() throws {
    let mapped = try OneColumn(.decimal).map([#"{"v":"12.50"}"#, #"{"v":7}"#, #"{"v":"+008"}"#])
    #expect(mapped.rows.arena.isEmpty)
    #expect(mapped.rows.cells() == [.text("12.50"), .text("7"), .text("8")])
  }

  @Test(arguments: [
    ("1", Outcome.cell(.double(1))), (#""-1.5""#, .cell(.double(-1.5))), (#""+2""#, .cell(.double(2))),
    ("0.1", .cell(.double(0.1))), ("1e22", .cell(.double(1e22))), ("1e23", .cell(.double(1e23))),
    ("123456789012345678", .cell(.double(123_456_789_012_345_680))), ("1e-400", .cell(.double(0))),
    ("2.2250738585072011e-308", .cell(.double(.leastNormalMagnitude.nextDown))),
    ("1.7976931348623157e308", .cell(.double(.greatestFiniteMagnitude))),
    ("5e-324", .cell(.double(.leastNonzeroMagnitude))),
    ("0e99999999999999999999", .cell(.double(0))), ("1e-99999999999999999999", .cell(.double(0))),
    ("1e99999999999999999999", .bad("`1e99999999999999999999` is too large for a double")),
    (#""007.5""#, .cell(.double(7.5))), ("9007199254740993", .cell(.double(9_007_199_254_740_992))),
    ("1e999", .bad("`1e999` is too large for a double")), ("-1e309", .bad("`-1e309` is too large for a double")),
    (#""NaN""#, .bad("`NaN` is not a number")), (#""inf""#, .bad("`inf` is not a number")),
    (#""0x10""#, .bad("`0x10` is not a number")), (#"".5""#, .bad("`.5` is not a number")),
    (#""5.""#, .bad("`5.` is not a number")), (#""""#, .bad("an empty text is not a number")),
    (#""1 ""#, .bad("`1 ` is not a number")), (#""1e""#, .bad("`1e` is not a number")),
    ("true", .bad("`true` is not a number")), ("[1]", .bad("`[1]` is not a number")),
  ])
  func `doubles are rounded correctly and finite`(_ json: String, _ expected: Outcome) throws {
    #expect(try OneColumn(.double).outcome(json) == expected)
  }

  @Test(
    arguments: ["true", #""TRUE""#, #""True""#, "1", #""1""#, #""yes""#, #""Y""#, #""t""#].map { ($0, true) }
      + ["false", #""False""#, "0", #""0""#, #""NO""#, #""n""#, #""F""#].map { ($0, false) })
  func `booleans have several spellings`(_ json: String, _ expected: Bool) throws {
    #expect(try OneColumn(.boolean).outcome(json) == .cell(.boolean(expected)))
  }

  @Test(arguments: [
    ("2", "`2` is not a boolean"), (#""""#, "an empty text is not a boolean"), (#""si""#, "`si` is not a boolean"),
    (#""truey""#, "`truey` is not a boolean"), ("1.0", "`1.0` is not a boolean"),
    (#""trues!""#, "`trues!` is not a boolean"), (#""\u0014rue""#, #"`\u0014rue` is not a boolean"#),
    (#""\u0019\u0005s""#, #"`\u0019\u0005s` is not a boolean"#), ("{}", "`{}` is not a boolean"),
  ])
  func `other booleans are bad`(_ json: String, _ reason: String) throws {
    #expect(try OneColumn(.boolean).outcome(json) == .bad(reason))
  }

  @Test(arguments: [
    (#""01:02:03""#, Outcome.integer(3_723)), (#""00:00:00""#, .integer(0)), (#""100:00:01""#, .integer(360_001)),
    (#""25:00:00""#, .integer(90_000)), (#""-00:01:02""#, .integer(-62)), (#""1:00:00""#, .integer(3_600)),
    (#""-1:00:01""#, .integer(-3_601)), (#""00:01:02.000""#, .integer(62)), ("90", .integer(90)),
    (#""90""#, .integer(90)), (#""-5""#, .integer(-5)), (#""2562047788015215:30:07""#, .integer(.max)),
    (#""00:01:02.5""#, .bad("`00:01:02.5` has a fraction of a second")),
    (#""2562047788015215:30:08""#, .bad("`2562047788015215:30:08` is out of range for a duration")),
    (#""9999999999999999999:00:00""#, .bad("`9999999999999999999:00:00` is out of range for a duration")),
    (#""99999999999999999999""#, .bad("`99999999999999999999` is out of range for a duration")),
    (#""01:02""#, .bad("`01:02` is not a duration such as 00:01:30")),
    (#""00:60:00""#, .bad("`00:60:00` is not a duration such as 00:01:30")),
    (#""00:00:60""#, .bad("`00:00:60` is not a duration such as 00:01:30")),
    (#""00:1:00""#, .bad("`00:1:00` is not a duration such as 00:01:30")),
    (#""00:01:02.""#, .bad("`00:01:02.` is not a duration such as 00:01:30")),
    (#""00:01:02.x""#, .bad("`00:01:02.x` is not a duration such as 00:01:30")),
    (#"":01:02""#, .bad("`:01:02` is not a duration such as 00:01:30")),
    (#""+1:01:02""#, .bad("`+1:01:02` is not a duration such as 00:01:30")),
    (#""-:01:02""#, .bad("`-:01:02` is not a duration such as 00:01:30")),
    ("1.5", .bad("`1.5` is not a duration such as 00:01:30")),
    (#""""#, .bad("an empty text is not a duration such as 00:01:30")),
    ("[]", .bad("`[]` is not a duration such as 00:01:30")),
  ])
  func `durations are clock texts or whole seconds`(_ json: String, _ expected: Outcome) throws {
    #expect(try OneColumn(.seconds).outcome(json) == expected)
  }

  @Test func `a long value is truncated in the reason, and more in the reject`() throws {
    let value = String(repeating: "ab", count: 300)
    let reject = try #require(try OneColumn(.integer).map([#"{"v":"\#(value)"}"#]).rejects.first)
    #expect(reject.reason == "`\(value.prefix(60))…` is not an integer")
    #expect(reject.value == "\(value.prefix(200))…")
  }

  @Test func `escaped characters count as one when a value is truncated`() throws {
    let value = String(repeating: "\\ud83d\\ude00", count: 61)
    let reject = try #require(try OneColumn(.integer).map([#"{"v":"\#(value)"}"#]).rejects.first)
    #expect(reject.reason == "`\(String(repeating: "😀", count: 60))…` is not an integer")
  }

  @Test(arguments: [
    ("123.45", Outcome.text("123.45")), ("-999.99", .text("-999.99")), ("1.5000", .text("1.5000")),
    ("0.01", .text("0.01")),
    ("1e2", .text("100")), (#""\u0031.25""#, .text("1.25")), ("null", .cell(.null)),
    ("1234", .bad("`1234` has more digits than the format's decimals allow")),
    ("0.001", .bad("`0.001` has more digits than the format's decimals allow")),
    ("1e3", .bad("`1e3` has more digits than the format's decimals allow")),
    (#""\u0031e-3""#, .bad("`1e-3` has more digits than the format's decimals allow")),
  ])
  func `decimals are limited to the digits of a format`(_ json: String, _ expected: Outcome) throws {
    var column = OneColumn(.decimal)
    column.field.decimalDigits = MappedField.DecimalDigits(whole: 3, fraction: 2)
    #expect(try column.outcome(json) == expected)
  }
}
