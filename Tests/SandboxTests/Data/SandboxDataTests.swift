import ConfigurationFiles
import Foundation
import Records
import Sandbox
import Testing

@Suite struct `Made-up rows` {
  /// A seeded generator, so that a failure can be reproduced.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  func objects(_ rows: [[UInt8]]) throws -> [[String: Any]] {
    try rows.map { try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]) }
  }

  @Test(arguments: [0, 1, 3, 40, 2_000, 200_000])
  func `the parts of a window contain exactly its events`(rowsPerDay: Int) {
    let data = TestSystems.calls.data("transfers", SandboxOptions(rowsPerDay: rowsPerDay))
    var generator = Generator(state: UInt64(rowsPerDay))
    let base = span("2026-02-27T23:00:00", "2026-02-28T00:00:00").lowerBound.microseconds
    let longest: Int64 = rowsPerDay > 10_000 ? 1_800_000_000 : 5 * 86_400_000_000
    for round in 0..<(rowsPerDay > 10_000 ? 6 : 12) {
      // Bounds within a second as well as on one.
      let unit: Int64 = round % 3 == 0 ? 1 : 1_000_000
      let points = (0..<4).map { _ in base + Int64.random(in: 0...(longest / unit), using: &generator) * unit }.sorted()
      let times = points.map { CivilTime(microseconds: $0) }
      let whole = data.rows(in: times[0]..<times[3])
      let parts = (0..<3).map { data.rows(in: times[$0]..<times[$0 + 1]) }
      #expect(Array(parts.joined()) == whole)
      #expect(data.count(in: times[0]..<times[3]) == whole.count)
      #expect((0..<3).reduce(0) { $0 + data.count(in: times[$1]..<times[$1 + 1]) } == whole.count)
    }
  }

  @Test func `events are in time order, within their window, and use the first and the last second of a day`() throws {
    let data = TestSystems.calls.data("transfers", SandboxOptions(rowsPerDay: 300))
    let rows = try objects(data.rows(in: span("2026-01-01T00:00:00", "2026-02-01T00:00:00")))
    let times = try rows.map { try #require($0["date"] as? String) }
    #expect(times == times.sorted())
    #expect(times.first! >= "2026-01-01 00:00:00" && times.last! <= "2026-01-31 23:59:59")
    #expect(times.contains { $0.hasSuffix(" 00:00:00") })
    #expect(times.contains { $0.hasSuffix(" 23:59:59") })
    #expect(zip(times, times.dropFirst()).contains { $0 == $1 })
    #expect((270 * 31...330 * 31).contains(rows.count))
  }

  @Test func `ids are unique and exceed the integers of a double`() throws {
    let data = TestSystems.calls.data("transfers", SandboxOptions(rowsPerDay: 3_000_000))
    let rows = try objects(data.rows(in: span("2026-01-01T12:00:00", "2026-01-01T12:00:30")))
    let ids = try rows.map { try #require($0["conn_id"] as? String) }
    #expect(ids.count > 1_000)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { Int($0)! > 1 << 53 })
  }

  @Test func `a day has exactly the configured rows without variation, and none if it is quiet`() throws {
    let quiet = try #require(CalendarDay("2026-03-02"))
    let options = SandboxOptions(rowsPerDay: 60_001, dailyVariation: 0, quietDays: [quiet])
    let data = TestSystems.calls.data("transfers", options)
    #expect(data.count(in: span("2026-03-01T00:00:00", "2026-03-02T00:00:00")) == 60_001)
    #expect(data.count(in: span("2026-03-02T00:00:00", "2026-03-03T00:00:00")) == 0)
    #expect(data.count(in: span("2026-03-01T00:00:00", "2026-04-01T00:00:00")) == 30 * 60_001)
    let sums = TestSystems.calls.data("channels", options)
    #expect(sums.rows(in: span("2026-03-02T00:00:00", "2026-03-03T00:00:00")).isEmpty)
  }

  @Test func `the same seed gives the same rows, another seed or parameter others`() {
    let day = span("2026-01-01T00:00:00", "2026-01-02T00:00:00")
    let rows = TestSystems.calls.data("mails").rows(in: day)
    #expect(TestSystems.calls.data("mails").rows(in: day) == rows)
    #expect(TestSystems.calls.data("mails", SandboxOptions(seed: 1)).rows(in: day) != rows)
    #expect(TestSystems.calls.data("mails").rows(in: day, parameters: ["not_in_the_request": "7"]) == rows)
    let dashboards = ["a", "b"].map {
      TestSystems.chats.data("dashboard").rows(in: day, parameters: ["codename": $0])
    }
    #expect(dashboards[0] != dashboards[1])
  }

  @Test func `later builds serve the same rows byte for byte`() {
    let rows = TestSystems.calls.data("transfers", SandboxOptions(rowsPerDay: 40))
      .rows(in: span("2026-01-01T00:00:00", "2026-01-01T10:00:00"))
    #expect(
      String(decoding: rows.first ?? [], as: UTF8.self)
        == #"{"conn_id":"276723668200008965","skill_id":"276723668200007877","date":"2026-01-01 03:04:42","#
        + #""ani":"3014572310","agent":"María José Müller","time":"00:19:15","kind":"out \"pre\"","cod_act":"alpha"}"#)
  }

  @Test func `the numbers of window reports add up`() throws {
    let points = ["2026-01-01T00:00:00", "2026-01-03T07:30:15", "2026-01-20T00:00:00", "2026-02-01T00:00:00"]
    let data = TestSystems.calls.data("channels")
    var sums: [String: Int] = [:]
    for (start, end) in zip(points, points.dropFirst()) {
      for row in try objects(data.rows(in: span(start, end))) {
        let channel = try #require(row["chanel"] as? String)
        sums[channel, default: 0] += try #require(Int(row["interaction"] as? String ?? ""))
      }
    }
    let whole = try objects(data.rows(in: span(points[0], points[3])))
    #expect(whole.map { $0["chanel"] as? String } == ["web", "chat", "mail"])
    for row in whole {
      #expect(row["interaction"] as? String == String(sums[row["chanel"] as? String ?? ""] ?? -1))
    }
    #expect(sums.values.allSatisfy { $0 > 0 })
  }

  @Test func `a window report without keys has one row, with numbers where the catalog has no text`() throws {
    let data = TestSystems.calls.data("clicks")
    let rows = try objects(data.rows(in: span("2026-01-01T00:00:00", "2026-01-02T00:00:00")))
    #expect(rows.count == 1)
    #expect(rows[0]["bots"] is Int && rows[0]["agents"] is Int)
    #expect((rows[0]["busy"] as? String)?.wholeMatch(of: /\d\d+:\d\d:\d\d/) != nil)
  }

  @Test func `values that identify operators are the same in every window`() throws {
    let data = TestSystems.chats.data("operators")
    let days = ["2026-01-01T00:00:00", "2026-01-02T00:00:00", "2026-01-03T00:00:00"]
    let first = try objects(data.rows(in: span(days[0], days[1])))
    let second = try objects(data.rows(in: span(days[1], days[2])))
    #expect(first.count == 12)
    #expect(Set(first.compactMap { $0["_id"] as? String }).count == 12)
    #expect(first.map { $0["_id"] as? String } == second.map { $0["_id"] as? String })
    let names = { (row: [String: Any]) in row["name"] as? [String: String] }
    #expect(first.map(names) == second.map(names))
    #expect(names(first[0]).map { Set($0.keys) } == ["given", "family"])
    #expect(first.map { $0["resolved"] as? Int } != second.map { $0["resolved"] as? Int })
    #expect(first.contains { $0["seen"] is NSNull } && first.contains { $0["seen"] is String })
  }

  @Test(arguments: [
    ("%Y-%m-%d %H", 31, "2026-12-31 06", "2027-01-01 12"), ("%Y-%m-%d", 2, "2026-12-31", "2027-01-01"),
    ("%y%j", 2, "26365", "27001"), ("%m", 2, "12", "01"), ("%Y", 2, "2026", "2027"), ("0", 1, "0", "0"),
    ("%H:%M%%", 31 * 60, "06:00%", "12:59%"),
  ])
  func `rows are grouped as requested`(format: String, count: Int, first: String, last: String) throws {
    let data = TestSystems.chats.data("dashboard", SandboxOptions(rowsPerDay: 2_000_000))
    let window = span("2026-12-31T06:00:00", "2027-01-01T13:00:00")
    let rows = try objects(data.rows(in: window, parameters: ["date_format": format]))
    #expect(rows.count == count)
    #expect(rows.first?["date"] as? String == first)
    #expect(rows.last?["date"] as? String == last)
    let total = try objects(data.rows(in: window, parameters: ["date_format": "0"]))[0]["users"] as? Int
    #expect(rows.reduce(0) { $0 + ($1["users"] as? Int ?? 0) } == total)
  }

  @Test func `a partial group has its share`() throws {
    let data = TestSystems.chats.data("dashboard")
    let users = { (start: String, end: String) in
      try objects(data.rows(in: span(start, end))).reduce(0) { $0 + ($1["users"] as? Int ?? 0) }
    }
    let whole = try users("2026-01-01T12:00:00", "2026-01-01T13:00:00")
    let parts =
      try users("2026-01-01T12:00:00", "2026-01-01T12:20:07") + users("2026-01-01T12:20:07", "2026-01-01T13:00:00")
    #expect(whole == parts && whole > 0)
  }

  @Test func `keys are missing and nulls appear as often as in the catalog`() throws {
    let rows = try objects(
      TestSystems.calls.data("transfers").rows(in: span("2026-01-01T00:00:00", "2026-01-03T00:00:00")))
    let missing = Double(rows.filter { $0["cod_act"] == nil }.count) / Double(rows.count)
    #expect((0.2...0.3).contains(missing))
    let dashes = rows.filter { $0["skill_id"] as? String == "-" }.count
    #expect((rows.count / 20...rows.count / 7).contains(dashes))
    #expect(rows.contains { $0["agent"] as? String == "" })
    #expect(rows.allSatisfy { $0["conn_id"] as? String != "-" })
    #expect(Set(rows.compactMap { $0["kind"] as? String }) == ["in", "out \"pre\"", "transfer"])
    #expect(rows.contains { ($0["ani"] as? String ?? "").hasPrefix("0") })
  }

  @Test(arguments: [
    "\r\n", "\"", ",", "\t", "🎉", "👩🏽‍💻", "\u{1}", "\u{1b}", "\\", "漢字", "é", "=HYPERLINK", "\u{2028}",
    "https://example.com/",
  ])
  func `bodies contain text that breaks exports`(awkward: String) throws {
    let rows = try objects(
      TestSystems.calls.data("mails").rows(in: span("2026-01-01T00:00:00", "2026-01-01T12:00:00")))
    #expect(rows.contains { ($0["body"] as? String ?? "").unicodeScalars.contains(awkward.unicodeScalars) })
  }

  @Test(arguments: [#"\/"#, #"\u00ef"#, #"\ud83c"#, "🎉", #"\u003c"#])
  func `bodies are escaped in every way`(escape: String) {
    let rows = TestSystems.calls.data("mails").rows(in: span("2026-01-01T00:00:00", "2026-01-01T12:00:00"))
    #expect(rows.contains { String(decoding: $0, as: UTF8.self).contains(escape) })
  }

  @Test(arguments: [
    ("type_string", #""[^"]+""#), ("type_integer", #"\d+"#), ("type_decimal", #"\d+\.\d\d"#),
    ("type_double", #"\d+\.\d\d"#), ("type_boolean", "true|false"), ("type_date", #""\d{4}-\d\d-\d\d"|null"#),
    ("type_timestamp", #""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"|null"#),
    ("type_local_timestamp", #""\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"|null"#), ("type_seconds", #""\d\d+:\d\d:\d\d""#),
    ("type_json", #"\{"tag":".*","scores":\[\d+,null,-0\.50\]\}"#), ("text_integer", #""\d+""#),
    ("text_decimal", #""\d+\.\d\d""#), ("text_double", #""\d+\.\d\d""#), ("text_boolean", #""true"|"false""#),
    ("like_id", #""\d{18}""#), ("like_phone", #""\+?\d{10,14}""#), ("like_person", #""(.+ .+)?""#),
    ("like_email", #"".+@.+\..+""#), ("like_duration", #""\d\d+:\d\d:\d\d""#), ("like_count", #""\d+""#),
    ("like_ratio", #""\d+\.\d\d""#), ("at", #""2026-01-01T\d\d:\d\d:\d\d\.000Z""#), ("epoch", #"1767[23]\d{5}"#),
    ("number_id", #"\d{18}"#), ("number_choice", "1|-20|null"), ("flag", "true"),
  ])
  func `every type and likeness has its format`(name: String, form: String) throws {
    let data = TestSystems.meters.data("readings", SandboxOptions(rowsPerDay: 300, dailyVariation: 0))
    let rows = data.rows(in: span("2026-01-01T00:00:00", "2026-01-02T00:00:00"))
    _ = try objects(rows)
    #expect(rows.count == 300)
    let pattern = try Regex("\"\(name)\":(\(form))[,}]")
    for row in rows where String(decoding: row, as: UTF8.self).firstMatch(of: pattern) == nil {
      Issue.record("\(name) has another form in \(String(decoding: row, as: UTF8.self))")
      return
    }
  }

  @Test func `a window becomes a span of the source's local time`() throws {
    let zone = TimeZoneTransitions(identifier: "America/Bogota", transitions: [], offsets: [-18_000])
    let window = try #require(Instant("2026-10-01T05:00:00Z"))..<(try #require(Instant("2026-10-02T05:00:00Z")))
    #expect(
      TestSystems.calls.data("mails").span(of: window, zone: zone) == span("2026-10-01T00:00:00", "2026-10-02T00:00:00")
    )
    #expect(
      TestSystems.chats.data("operators").span(of: window, zone: zone)
        == span("2026-10-01T05:00:00", "2026-10-02T05:00:00"))
  }
}
