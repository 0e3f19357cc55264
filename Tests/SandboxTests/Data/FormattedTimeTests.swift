import ConfigurationFiles
import Foundation
import Records
import Sandbox
import Testing

@Suite struct `Made-up times of a format` {
  private static let bogota = TimeZoneTransitions(identifier: "America/Bogota", transitions: [], offsets: [-5 * 3_600])

  /// One report by the range's clock and one by UTC, each row with the same moment in many forms.
  private static func rows(local: Bool, in window: Range<Instant>) throws -> [[String: Any]] {
    let time = { (name: String, type: ColumnType, format: String) in
      TestSystems.field(name, type, format: format, hint: TestSystems.hint(like: .time))
    }
    let fields = [
      time("seconds", .timestamp, "epoch_seconds"), time("milliseconds", .localTimestamp, "epoch_milliseconds"),
      TestSystems.field(
        "text", .timestamp, format: "epoch_seconds", hint: TestSystems.hint(like: .time, asText: true)),
      time("pattern", .timestamp, "dd/MM/yyyy hh:mm:ss a"), time("offset", .timestamp, "yyyyMMddHHmmssXXX"),
      time("quoted", .timestamp, "'\"'yyyyMMdd'\"'"), time("day", .date, "dd.MM.yyyy HH:mm"),
      time("day_count", .date, "epoch_seconds"),
      TestSystems.field("near", .timestamp, format: "epoch_seconds", nullIf: ["0"]),
      TestSystems.field(
        "some", .timestamp, format: "epoch_seconds", hint: TestSystems.hint(values: ["1584998199.5"])),
    ]
    let system = TestSystems.system(
      "stamps", auth: [],
      window: TestSystems.window("yyyyMMddHHmmss", local: local, inclusive: false, resolution: .seconds(1)),
      envelope: Envelope(records: ["rows"], success: nil, declared: nil, message: nil), verdicts: [],
      reports: [
        TestSystems.report("all", query: TestSystems.windowQuery("all"), grain: .event, fields: fields)
      ])
    let data = system.data("all", SandboxOptions(rowsPerDay: 300, zones: ["stamps/all": bogota]))
    return try data.rows(in: data.span(of: window, zone: bogota)).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
    }
  }

  @Test(arguments: [true, false])
  func `every format of a time is the same instant within the window`(local: Bool) throws {
    let window = try #require(Instant("2026-03-01T05:00:00Z"))..<(try #require(Instant("2026-03-02T05:00:00Z")))
    let rows = try `Made-up times of a format`.rows(local: local, in: window)
    #expect(rows.count > 200)
    let pattern = try TimePattern("dd/MM/yyyy hh:mm:ss a")
    for row in rows {
      let seconds = try #require(row["seconds"] as? Int)
      #expect(window.contains(Instant(seconds: Int64(seconds))))
      #expect(row["milliseconds"] as? Int == seconds * 1_000)
      #expect(row["text"] as? String == String(seconds))
      #expect(row["day_count"] as? Int == seconds)
      let shown = CivilTime(microseconds: Int64(seconds - 5 * 3_600) * 1_000_000)
      #expect(pattern.parsed(try #require(row["pattern"] as? String)) == shown)
      #expect((row["offset"] as? String)?.hasSuffix("-05:00") == true)
      #expect(row["day"] as? String == "01.03.2026 00:00")
      #expect(row["quoted"] as? String == "\"20260301\"")
      #expect(row["some"] as? Double == 1_584_998_199.5)
      #expect(row["near"] is Int || row["near"] as? String == "0")
    }
  }

  @Test func `without a zone a format is in the source's local time`() throws {
    let data = TestSystems.meters.data("readings")
    let row = try #require(data.rows(in: span("2026-01-01T00:00:00", "2026-01-02T00:00:00")).first)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(row)) as? [String: Any])
    let epoch = try #require(object["epoch"] as? Int)
    #expect(object["stamp"] as? Int == epoch)
    let shown = CivilTime(microseconds: Int64(epoch) * 1_000_000)
    #expect(object["local"] as? String == (try TimePattern("dd/MM/yyyy HH:mm:ss").rendered(shown)))
  }

  @Test func `an aggregated row has its time group in its format`() throws {
    let field = TestSystems.field(
      "date", .timestamp, format: "yyyy/MM/dd HH", hint: TestSystems.hint(like: .time))
    var system = TestSystems.chats
    let index = try #require(system.reports.firstIndex { $0.name == "dashboard" })
    system.reports[index].fields[0] = field
    let rows = system.data("dashboard").rows(in: span("2026-01-01T10:00:00", "2026-01-01T12:00:00"))
    let dates = try rows.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])["date"] as? String
    }
    #expect(dates == ["2026/01/01 10", "2026/01/01 11"])
  }
}
