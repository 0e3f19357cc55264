import Mapping
import Records
import TestSupport
import Testing

struct ClockCastTests {
  private static func micros(_ text: String) -> Outcome {
    Instant(text).map { .integer($0.microseconds) } ?? .bad("the test's own instant is wrong")
  }

  @Test(arguments: [
    (#""2026-10-01""#, Outcome.integer(20_727)), (#""20261001""#, .integer(20_727)), ("20261001", .integer(20_727)),
    (#""2026-10-01T00:00:00""#, .integer(20_727)), (#""2026-10-01 00:00:00""#, .integer(20_727)),
    (#""2024-02-29""#, .integer(19_782)), (#""1969-12-31""#, .integer(-1)), (#""0000-03-01""#, .integer(-719_468)),
    (#""2026-02-30""#, .bad("`2026-02-30` is not a valid day")),
    (#""20260230""#, .bad("`20260230` is not a valid day")),
    (#""0000-00-00""#, .bad("`0000-00-00` is not a valid day")),
    (#""2026-13-01""#, .bad("`2026-13-01` is not a valid day")),
    (#""2026-10-01T05:00:00""#, .bad("`2026-10-01T05:00:00` has a time of day, which a date cannot contain")),
    (#""2026-10-01T00:00:00Z""#, .bad("`2026-10-01T00:00:00Z` has a time of day, which a date cannot contain")),
    (#""2026-10-01 00:00""#, .bad("`2026-10-01 00:00` has a time of day, which a date cannot contain")),
    (#""2026-10-1""#, .bad("`2026-10-1` is not a date such as 2026-10-01")),
    (#""01/10/2026""#, .bad("`01/10/2026` is not a date such as 2026-10-01")),
    (#""2026-10-01x""#, .bad("`2026-10-01x` is not a date such as 2026-10-01")),
    (#""""#, .bad("an empty text is not a date such as 2026-10-01")),
    ("1760000000", .bad("`1760000000` is not a date such as 2026-10-01")),
    ("true", .bad("`true` is not a date such as 2026-10-01")),
  ])
  func `dates are days of the calendar`(_ json: String, _ expected: Outcome) throws {
    #expect(try OneColumn(.date).outcome(json) == expected)
  }

  @Test(arguments: [
    ("2026-10-01 05:06:07", "2026-10-01T10:06:07Z"), ("2026-10-01T05:06:07", "2026-10-01T10:06:07Z"),
    ("2026-10-01 05:06", "2026-10-01T10:06:00Z"), ("2026-10-01", "2026-10-01T05:00:00Z"),
    ("2026-10-01T05:06:07.25", "2026-10-01T10:06:07.25Z"), ("2026-10-01T05:06:07Z", "2026-10-01T05:06:07Z"),
    ("2026-10-01T05:06Z", "2026-10-01T05:06:00Z"), ("2026-10-01T05:06:07.123456Z", "2026-10-01T05:06:07.123456Z"),
    ("2026-10-01T05:06:07.123456000Z", "2026-10-01T05:06:07.123456Z"),
    ("2026-10-01T05:06:07+05:45", "2026-09-30T23:21:07Z"), ("2026-10-01T05:06:07-0300", "2026-10-01T08:06:07Z"),
    ("2026-10-01 05:06:07+02", "2026-10-01T03:06:07Z"), ("1969-12-31 23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ("0001-01-01 00:00:00Z", "0001-01-01T00:00:00Z"), ("9999-12-31 23:59:59", "+10000-01-01T04:59:59Z"),
  ])
  func `timestamps are instants, in the zone's local time if they have no offset`(
    _ text: String, _ expected: String
  ) throws {
    let bogota = TimeZoneTransitions(identifier: "America/Bogota", transitions: [], offsets: [-5 * 3_600])
    let outcome = try OneColumn(.timestamp, zone: bogota).outcome("\"\(text)\"")
    guard case .cell(.integer(let microseconds)) = outcome else {
      Issue.record("\(text): \(outcome)")
      return
    }
    #expect(Instant(microseconds: microseconds).description == expected)
  }

  @Test(arguments: [
    (#""2026-10-01T05:06:07.1234567Z""#, "`2026-10-01T05:06:07.1234567Z` is finer than a microsecond"),
    (#""2026-02-30 00:00:00""#, "`2026-02-30 00:00:00` is not a valid day"),
    ("1760000000", "`1760000000` is a number; set `format` to epoch_seconds or epoch_milliseconds"),
    (#""1760000000""#, "`1760000000` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 24:00:00""#, "`2026-10-01 24:00:00` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 23:60:00""#, "`2026-10-01 23:60:00` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 23:59:60""#, "`2026-10-01 23:59:60` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 2:00:00""#, "`2026-10-01 2:00:00` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 02:00:0""#, "`2026-10-01 02:00:0` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01_02:00:00""#, "`2026-10-01_02:00:00` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 02:00:00.""#, "`2026-10-01 02:00:00.` is not a date and time such as 2026-10-01 05:00:00"),
    (
      #""2026-10-01 02:00:00.0000000000""#,
      "`2026-10-01 02:00:00.0000000000` is not a date and time such as 2026-10-01 05:00:00"
    ),
    (#""2026-10-01 02:00:00+5""#, "`2026-10-01 02:00:00+5` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 02:00:00+24:00""#, "`2026-10-01 02:00:00+24:00` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 02:00:00Zx""#, "`2026-10-01 02:00:00Zx` is not a date and time such as 2026-10-01 05:00:00"),
    (#""2026-10-01 ""#, "`2026-10-01 ` is not a date and time such as 2026-10-01 05:00:00"),
    (#""""#, "an empty text is not a date and time such as 2026-10-01 05:00:00"),
    ("{}", "`{}` is not a date and time such as 2026-10-01 05:00:00"),
  ])
  func `bad timestamps have a reason`(_ json: String, _ reason: String) throws {
    #expect(try OneColumn(.timestamp).outcome(json) == .bad(reason))
    #expect(try OneColumn(.localTimestamp).outcome(json) == .bad(reason))
  }

  @Test(arguments: [
    ("2026-10-01 05:06:07", "2026-10-01T05:06:07"), ("2026-10-01", "2026-10-01T00:00:00"),
    ("2026-10-01 05:06:07.5", "2026-10-01T05:06:07.5"), ("2026-10-01T05:06:07Z", "2026-10-01T00:06:07"),
    ("2026-10-01T05:06:07+02:00", "2026-09-30T22:06:07"),
  ])
  func `local timestamps are the zone's local time`(_ text: String, _ expected: String) throws {
    let bogota = TimeZoneTransitions(identifier: "America/Bogota", transitions: [], offsets: [-5 * 3_600])
    let outcome = try OneColumn(.localTimestamp, zone: bogota).outcome("\"\(text)\"")
    guard case .cell(.integer(let microseconds)) = outcome else {
      Issue.record("\(text): \(outcome)")
      return
    }
    #expect(CivilTime(microseconds: microseconds).description == expected)
  }

  @Test(arguments: [
    // São Paulo's clocks went from 00:00 to 01:00 on 2018-11-04: that midnight never was.
    (Zones.saoPaulo, "2018-11-03 23:59:59", "2018-11-04T02:59:59Z"),
    (Zones.saoPaulo, "2018-11-04", "2018-11-04T03:00:00Z"),
    (Zones.saoPaulo, "2018-11-04 00:30:00", "2018-11-04T03:30:00Z"),
    (Zones.saoPaulo, "2018-11-04 00:59:59", "2018-11-04T03:59:59Z"),
    (Zones.saoPaulo, "2018-11-04 01:00:00", "2018-11-04T03:00:00Z"),
    (Zones.saoPaulo, "2019-02-16 23:30:00", "2019-02-17T01:30:00Z"),
    (Zones.saoPaulo, "2019-02-17 00:00:00", "2019-02-17T03:00:00Z"),
    // Madrid repeats 02:00...02:59 on 2026-10-25.
    (Zones.madrid, "2026-10-25 01:59:59", "2026-10-24T23:59:59Z"),
    (Zones.madrid, "2026-10-25 02:00:00", "2026-10-25T00:00:00Z"),
    (Zones.madrid, "2026-10-25 02:59:59", "2026-10-25T00:59:59Z"),
    (Zones.madrid, "2026-10-25 03:00:00", "2026-10-25T02:00:00Z"),
    (Zones.madrid, "2026-03-29 02:30:00", "2026-03-29T01:30:00Z"),
    (Zones.madrid, "2026-03-29 03:00:00", "2026-03-29T01:00:00Z"),
    // Santiago skips 00:00...00:59 on 2026-09-06 and repeats 23:00...23:59 on 2026-04-04.
    (Zones.santiago, "2026-09-06 00:00:00", "2026-09-06T04:00:00Z"),
    (Zones.santiago, "2026-09-06 01:00:00", "2026-09-06T04:00:00Z"),
    (Zones.santiago, "2026-04-04 23:30:00", "2026-04-05T02:30:00Z"),
    (Zones.santiago, "2026-04-05 00:00:00", "2026-04-05T04:00:00Z"),
  ])
  func `a repeated time is the first one, and a skipped time is moved by the gap`(
    _ zone: TimeZoneTransitions, _ text: String, _ expected: String
  ) throws {
    #expect(try OneColumn(.timestamp, zone: zone).outcome("\"\(text)\"") == ClockCastTests.micros(expected))
  }

  @Test(arguments: [Zones.saoPaulo, Zones.madrid, Zones.santiago, .utc])
  func `timestamps agree with the zone's own rules, in any order`(_ zone: TimeZoneTransitions) throws {
    let changes = zone.transitions.isEmpty ? [0] : zone.transitions
    var texts: [String] = []
    for change in changes {
      for step in -60...60 {
        texts.append(CivilTime(microseconds: (change + Int64(step) * 900) * 1_000_000).description)
      }
    }
    var generator = SplitMix64(seed: 7)
    texts.shuffle(using: &generator)
    let mapped = try OneColumn(.timestamp, zone: zone).map(texts.map { #"{"v":"\#($0)"}"# })
    #expect(mapped.rejects.isEmpty)
    for (text, cell) in zip(texts, mapped.rows.cells()) {
      let time = try #require(ISO8601Parser.civilTime(Array(text.utf8)))
      let expected =
        switch zone.meaning(of: time) {
        case .once(let instant), .twice(let instant, _): instant.microseconds
        case .never(let resumes):
          time.microseconds - zone.offset(at: Instant(microseconds: resumes.microseconds - 1)) * 1_000_000
        }
      #expect(cell == .integer(expected), "\(text)")
    }
  }

  @Test func `cached days do not leak between rows`() throws {
    let texts = ["2026-10-01 00:00:01", "2026-10-02 00:00:01", "2026-10-01 00:00:01", "2026-09-31 00:00:01"]
    let mapped = try OneColumn(.timestamp).map(texts.map { #"{"v":"\#($0)"}"# })
    let day: Int64 = 20_727 * 86_400
    #expect(
      mapped.rows.cells() == [0, 1, 0].map { .integer((day + $0 * 86_400 + 1) * 1_000_000) })
    #expect(mapped.rejects.map(\.reason) == ["`2026-09-31 00:00:01` is not a valid day"])
  }
}
