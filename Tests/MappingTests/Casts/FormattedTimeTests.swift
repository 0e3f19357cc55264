import Mapping
import Records
import TestSupport
import Testing

struct FormattedTimeTests {
  private static let bogota = TimeZoneTransitions(identifier: "America/Bogota", transitions: [], offsets: [-5 * 3_600])

  private static func micros(_ text: String) -> Outcome {
    Instant(text).map { .integer($0.microseconds) } ?? .bad("the test's own instant is wrong")
  }

  private static func local(_ text: String) -> Outcome {
    ISO8601Parser.civilTime(Array(text.utf8)).map { .integer($0.microseconds) } ?? .bad("the test's own time is wrong")
  }

  @Test(arguments: [
    ("epoch_seconds", "1584998199", "2020-03-23T21:16:39Z"),
    ("epoch_seconds", #""1584998199""#, "2020-03-23T21:16:39Z"),
    ("epoch_seconds", "1584998199.123456", "2020-03-23T21:16:39.123456Z"),
    ("epoch_seconds", #""1584998199.5""#, "2020-03-23T21:16:39.5Z"),
    ("epoch_seconds", "1584998199.123456000", "2020-03-23T21:16:39.123456Z"),
    ("epoch_seconds", "1.584998199123E9", "2020-03-23T21:16:39.123Z"), ("epoch_seconds", "0", "1970-01-01T00:00:00Z"),
    ("epoch_seconds", "-1", "1969-12-31T23:59:59Z"), ("epoch_seconds", "-0.000001", "1969-12-31T23:59:59.999999Z"),
    ("epoch_seconds", "1709164800", "2024-02-29T00:00:00Z"),
    ("epoch_seconds", "-62167219200", "0000-01-01T00:00:00Z"), ("epoch_seconds", "0e400", "1970-01-01T00:00:00Z"),
    ("epoch_seconds", "253402300799.999999", "9999-12-31T23:59:59.999999Z"),
    ("epoch_milliseconds", "1584998199123", "2020-03-23T21:16:39.123Z"),
    ("epoch_milliseconds", #""-1""#, "1969-12-31T23:59:59.999Z"),
    ("epoch_milliseconds", "1.584998199123E12", "2020-03-23T21:16:39.123Z"),
    ("epoch_milliseconds", "1584998199123.0", "2020-03-23T21:16:39.123Z"),
    ("epoch_milliseconds", "253402300799999", "9999-12-31T23:59:59.999Z"),
  ])
  func `a count of seconds or milliseconds is an instant, a number or its text`(
    _ format: String, _ json: String, _ expected: String
  ) throws {
    let column = OneColumn(.timestamp, format: format, zone: FormattedTimeTests.bogota)
    #expect(try column.outcome(json) == FormattedTimeTests.micros(expected))
  }

  @Test(arguments: [
    ("epoch_seconds", "1584998199.1234567", "`1584998199.1234567` is finer than a microsecond"),
    ("epoch_seconds", "1e-7", "`1e-7` is finer than a microsecond"),
    (
      "epoch_seconds", "1584998199123", "`1584998199123` as `epoch_seconds` is outside the years 0000 to 9999"
    ),
    (
      "epoch_seconds", "253402300800", "`253402300800` as `epoch_seconds` is outside the years 0000 to 9999"
    ),
    (
      "epoch_seconds", "-62167219200.000001",
      "`-62167219200.000001` as `epoch_seconds` is outside the years 0000 to 9999"
    ),
    (
      "epoch_seconds", "9223372036854775808",
      "`9223372036854775808` as `epoch_seconds` is outside the years 0000 to 9999"
    ),
    ("epoch_seconds", "1e300", "`1e300` as `epoch_seconds` is outside the years 0000 to 9999"),
    ("epoch_seconds", "1e401", "`1e401` has an exponent beyond 400"),
    ("epoch_seconds", #""2026-10-01""#, "`2026-10-01` is not a number; expected `epoch_seconds`"),
    ("epoch_seconds", #""""#, "an empty text is not a number; expected `epoch_seconds`"),
    ("epoch_seconds", #""12x""#, "`12x` is not a number; expected `epoch_seconds`"),
    ("epoch_seconds", #""12 ""#, "`12 ` is not a number; expected `epoch_seconds`"),
    ("epoch_seconds", "true", "`true` is not a number; expected `epoch_seconds`"),
    ("epoch_seconds", "[1]", "`[1]` does not match the format `epoch_seconds`"),
    (
      "epoch_milliseconds", "1584998199.123", "`1584998199.123` has a fraction, which only epoch_seconds may have"
    ),
    (
      "epoch_milliseconds", "9223372036854775807",
      "`9223372036854775807` as `epoch_milliseconds` is outside the years 0000 to 9999"
    ),
  ])
  func `an invalid, too fine or too distant count has a reason`(
    _ format: String, _ json: String, _ reason: String
  ) throws {
    for type in [ColumnType.timestamp, .localTimestamp, .date] {
      #expect(try OneColumn(type, format: format).outcome(json) == .bad(reason))
    }
  }

  @Test func `a count becomes the zone's local time if the column has no zone`() throws {
    // 2026-10-25T00:30:00Z and an hour later are both half past two in Madrid; at 22:00Z a day begins there.
    let counts: [Int64] = [1_792_888_200, 1_792_891_800, 1_792_879_199, 1_792_879_200]
    let records = counts.map { #"{"v":\#($0)}"# }
    let times = try OneColumn(.localTimestamp, format: "epoch_seconds", zone: Zones.madrid).map(records)
    #expect(
      times.rows.cells().map(Outcome.cell)
        == ["2026-10-25T02:30:00", "2026-10-25T02:30:00", "2026-10-24T23:59:59", "2026-10-25T00:00:00"]
        .map(FormattedTimeTests.local))
    let days = try OneColumn(.date, format: "epoch_seconds", zone: Zones.madrid).map(records)
    #expect(days.rows.cells() == [.integer(20_751), .integer(20_751), .integer(20_750), .integer(20_751)])
  }

  @Test(arguments: [
    ("dd/MM/yyyy HH:mm:ss", "29/02/2024 05:06:07", "2024-02-29T10:06:07Z"),
    ("dd/MM/yyyy HH:mm:ss", #"01\/10\/2026 05:06:07"#, "2026-10-01T10:06:07Z"),
    ("MM/dd/yyyy hh:mm:ss a", "10/25/2026 02:05:33 PM", "2026-10-25T19:05:33Z"),
    ("MM/dd/yyyy hh:mm a", "10/25/2026 12:05 am", "2026-10-25T05:05:00Z"),
    ("MM/dd/yyyy hh:mm a", "10/25/2026 12:05 Pm", "2026-10-25T17:05:00Z"),
    ("a hh yyyyMMdd", "AM 11 20261025", "2026-10-25T16:00:00Z"),
    ("yyyyMMddHHmmssSSS", "20261001050607089", "2026-10-01T10:06:07.089Z"),
    ("dd.MM.yyyy HH:mm:ss.SSSSSS", "01.10.2026 05:06:07.000008", "2026-10-01T10:06:07.000008Z"),
    ("dd/MM/yyyy", "01/10/2026", "2026-10-01T05:00:00Z"),
    ("'día' dd/MM/yyyy", "día 01/10/2026", "2026-10-01T05:00:00Z"),
    ("yyyy-MM-dd'T'HH:mm:ss'Z'", "2026-10-01T05:06:07Z", "2026-10-01T10:06:07Z"),
    ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-10-01T05:06:07Z", "2026-10-01T05:06:07Z"),
    ("dd/MM/yyyy HH:mm XXX", "01/10/2026 05:06 +05:45", "2026-09-30T23:21:00Z"),
    ("dd/MM/yyyy HH:mm XXX", "01/10/2026 05:06 -0300", "2026-10-01T08:06:00Z"),
    ("dd/MM/yyyy HH:mm XXX", "01/10/2026 05:06 +02", "2026-10-01T03:06:00Z"),
    ("XXX'['dd/MM/yyyy]", "-05:00[01/10/2026]", "2026-10-01T05:00:00Z"),
    ("dd/MM/yyyy", "01/01/0000", "0000-01-01T05:00:00Z"),
  ])
  func `a pattern is read in the zone's local time, or with its own offset`(
    _ format: String, _ text: String, _ expected: String
  ) throws {
    let column = OneColumn(.timestamp, format: format, zone: FormattedTimeTests.bogota)
    #expect(try column.outcome("\"\(text)\"") == FormattedTimeTests.micros(expected))
  }

  @Test(arguments: [
    // São Paulo's clocks went from 00:00 to 01:00 on 2018-11-04; Madrid's repeat 02:00...02:59 on 2026-10-25.
    (Zones.saoPaulo, "04/11/2018 00:00:00", "2018-11-04T03:00:00Z"),
    (Zones.saoPaulo, "04/11/2018 00:59:59", "2018-11-04T03:59:59Z"),
    (Zones.saoPaulo, "04/11/2018 01:00:00", "2018-11-04T03:00:00Z"),
    (Zones.madrid, "25/10/2026 02:30:00", "2026-10-25T00:30:00Z"),
    (Zones.madrid, "25/10/2026 03:00:00", "2026-10-25T02:00:00Z"),
    (Zones.madrid, "29/03/2026 02:30:00", "2026-03-29T01:30:00Z"),
  ])
  func `with a pattern too, a repeated time is the first one, and a skipped time is moved by the gap`(
    _ zone: TimeZoneTransitions, _ text: String, _ expected: String
  ) throws {
    let column = OneColumn(.timestamp, format: "dd/MM/yyyy HH:mm:ss", zone: zone)
    #expect(try column.outcome("\"\(text)\"") == FormattedTimeTests.micros(expected))
  }

  @Test(arguments: [
    ("31/02/2026 00:00:00", "`31/02/2026 00:00:00` is not a valid day"),
    ("29/02/2026 00:00:00", "`29/02/2026 00:00:00` is not a valid day"),
    ("10/25/2026 00:00:00", "`10/25/2026 00:00:00` is not a valid day"),
    ("25/10/2026 24:00:00", "`25/10/2026 24:00:00` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("25/10/2026 23:60:00", "`25/10/2026 23:60:00` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("25/10/2026 23:59:60", "`25/10/2026 23:59:60` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("25-10-2026 00:00:00", "`25-10-2026 00:00:00` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("25/10/2026 00:00:00 ", "`25/10/2026 00:00:00 ` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("25/10/2026 00:00:00Z", "`25/10/2026 00:00:00Z` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("25/10/2026 00:00", "`25/10/2026 00:00` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("5/10/2026 00:00:00", "`5/10/2026 00:00:00` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("+5/10/2026 00:00:00", "`+5/10/2026 00:00:00` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("2026-10-25 00:00:00", "`2026-10-25 00:00:00` does not match the format `dd/MM/yyyy HH:mm:ss`"),
    ("", "an empty text does not match the format `dd/MM/yyyy HH:mm:ss`"),
  ])
  func `a text in another format has the expected one in its reason`(_ text: String, _ reason: String) throws {
    for type in [ColumnType.timestamp, .localTimestamp, .date] {
      #expect(try OneColumn(type, format: "dd/MM/yyyy HH:mm:ss").outcome("\"\(text)\"") == .bad(reason))
    }
  }

  @Test(arguments: [
    ("yyyyMMdd hh a", "20261025 00 AM"), ("yyyyMMdd hh a", "20261025 13 PM"), ("yyyyMMdd hh a", "20261025 01 XM"),
    ("yyyyMMdd hh a", "20261025 01 P"), ("yyyyMMdd hh a", "20261025 01 P."), ("yyyyMMddXXX", "20261025"),
    ("yyyyMMddXXX", "20261025z"), ("yyyyMMddXXX", "20261025+5"), ("yyyyMMddXXX", "20261025+24:00"),
    ("yyyyMMddXXX", "20261025+05:60"), ("yyyyMMddXXX", "20261025+05:3"), ("yyyyMMddSSS", "2026102512"),
    ("'é'yyyyMMdd", "e20261025"),
  ])
  func `AM or PM, offsets, fractions and literals must be complete`(_ format: String, _ text: String) throws {
    let reason = "`\(text)` does not match the format `\(format)`"
    #expect(try OneColumn(.timestamp, format: format).outcome("\"\(text)\"") == .bad(reason))
  }

  @Test(arguments: [
    ("dd/MM/yyyy", #""29/02/2024""#, Outcome.integer(19_782)), ("yyyyMMdd", "20261001", .integer(20_727)),
    ("dd/MM/yyyy HH:mm:ss", #""01/10/2026 00:00:00""#, .integer(20_727)),
    ("dd/MM/yyyy hh:mm a", #""01/10/2026 12:00 AM""#, .integer(20_727)), ("dd/MM/yyyy", #""31/12/1969""#, .integer(-1)),
    (
      "dd/MM/yyyy HH:mm:ss", #""01/10/2026 00:00:01""#,
      .bad("`01/10/2026 00:00:01` has a time of day, which a date cannot contain")
    ),
    (
      "yyyyMMddHHmmssSSS", "20261001000000001",
      .bad("`20261001000000001` has a time of day, which a date cannot contain")
    ),
    ("epoch_seconds", "1790823600", .integer(20_726)), ("epoch_milliseconds", "-1", .integer(-1)),
  ])
  func `a date accepts a pattern's day at midnight, and the day of a count`(
    _ format: String, _ json: String, _ expected: Outcome
  ) throws {
    let column = OneColumn(.date, format: format, zone: FormattedTimeTests.bogota)
    #expect(try column.outcome(json) == expected)
  }

  @Test(arguments: [
    ("dd/MM/yyyy HH:mm:ss", "01/10/2026 05:06:07", "2026-10-01T05:06:07"),
    ("dd/MM/yyyy HH:mm:ssXXX", "01/10/2026 05:06:07Z", "2026-10-01T00:06:07"),
    ("dd/MM/yyyy HH:mm:ssXXX", "01/10/2026 05:06:07+02:00", "2026-09-30T22:06:07"),
  ])
  func `a local timestamp is the pattern's time, converted to the zone if it has an offset`(
    _ format: String, _ text: String, _ expected: String
  ) throws {
    let column = OneColumn(.localTimestamp, format: format, zone: FormattedTimeTests.bogota)
    #expect(try column.outcome("\"\(text)\"") == FormattedTimeTests.local(expected))
  }

  @Test func `trim, null_if and the default come before the format`() throws {
    let column = OneColumn(.date, format: "dd/MM/yyyy", nullIf: ["", "00/00/0000"], trim: true)
    let records = [#"{"v":" 02/01/1970\t"}"#, #"{"v":"00/00/0000"}"#, #"{"v":"  "}"#, #"{"v":null}"#, "{}"]
    #expect(try column.map(records).rows.cells() == [.integer(1), .null, .null, .null, .null])
    let filled = OneColumn(
      .date, format: "dd/MM/yyyy", nullIf: ["00/00/0000"], defaultValue: "03/01/1970")
    #expect(
      try filled.map([records[1], records[3], records[4]]).rows.cells() == [.integer(2), .integer(2), .integer(2)])
    #expect(try OneColumn(.timestamp, format: "epoch_seconds", nullIf: ["0"]).outcome("0") == .cell(.null))
  }

  @Test func `a default in another format is a bad value of the rows that need it`() throws {
    let mapped = try OneColumn(.date, format: "dd/MM/yyyy", defaultValue: "1970-01-03").map(["{}"])
    #expect(mapped.rejects.map(\.reason) == ["the default `1970-01-03` does not match the format `dd/MM/yyyy`"])
  }
}
