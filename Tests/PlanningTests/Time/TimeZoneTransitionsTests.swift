import Planning
import Records
import Testing

struct TimeZoneTransitionsTests {
  /// Changes that Python's `zoneinfo` lists between two instants: of summer time and of standard time.
  @Test(arguments: [
    ("America/Sao_Paulo", "2018-03-01", "2020-01-01", ["2018-11-04T03:00:00Z -7200", "2019-02-17T02:00:00Z -10800"]),
    ("America/Santiago", "2026-01-01", "2027-01-01", ["2026-04-05T03:00:00Z -14400", "2026-09-06T04:00:00Z -10800"]),
    ("Europe/Madrid", "2026-01-01", "2027-01-01", ["2026-03-29T01:00:00Z 7200", "2026-10-25T01:00:00Z 3600"]),
    ("Europe/Madrid", "2095-01-01", "2096-01-01", ["2095-03-27T01:00:00Z 7200", "2095-10-30T01:00:00Z 3600"]),
    ("Asia/Kathmandu", "1980-01-01", "2027-01-01", ["1985-12-31T18:30:00Z 20700"]),
    ("America/Caracas", "1970-01-01", "2027-01-01", ["2007-12-09T07:00:00Z -16200", "2016-05-01T07:00:00Z -14400"]),
    ("Asia/Pyongyang", "2000-01-01", "2027-01-01", ["2015-08-14T15:00:00Z 30600", "2018-05-04T15:00:00Z 32400"]),
    ("Africa/Casablanca", "2026-01-01", "2027-01-01", ["2026-02-15T02:00:00Z 0", "2026-03-22T02:00:00Z 3600"]),
    ("Pacific/Apia", "2011-05-01", "2012-02-01", ["2011-09-24T14:00:00Z -36000", "2011-12-30T10:00:00Z 50400"]),
    ("America/Recife", "2000-03-01", "2001-01-01", ["2000-10-08T03:00:00Z -7200", "2000-10-15T02:00:00Z -10800"]),
    ("Australia/Lord_Howe", "2026-01-01", "2027-01-01", ["2026-04-04T15:00:00Z 37800", "2026-10-03T15:30:00Z 39600"]),
    ("America/Bogota", "1970-01-01", "2027-01-01", ["1992-05-03T05:00:00Z -14400", "1993-02-07T04:00:00Z -18000"]),
    ("UTC", "1900-01-01", "2099-01-01", []),
  ])
  func `a zone's table has every change of its offset`(name: String, from: String, to: String, changes: [String]) {
    let zone = rules(name)
    let span = instant("\(from)T00:00:00Z").seconds..<instant("\(to)T00:00:00Z").seconds
    let found = zip(zone.transitions, zone.offsets.dropFirst()).filter { span.contains($0.0) }
    #expect(found.map { "\(Instant(seconds: $0.0)) \($0.1)" } == changes)
  }

  @Test(arguments: ["Mars/Base", "", "america/bogota"])
  func `an unknown name is not a zone`(name: String) {
    #expect(TimeZoneTransitions(identifier: name) == nil)
  }

  @Test(arguments: [
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
    ("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"),
    ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z"),
  ])
  func `a day begins with its first instant`(zone: String, day: String, start: String) throws {
    let day = try #require(CalendarDay(day))
    #expect(rules(zone).start(of: day) == instant(start))
  }
}
