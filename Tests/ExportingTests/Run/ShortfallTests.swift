import Exporting
import Fetching
import Foundation
import Records
import Synchronization
import Testing

/// Well-formed responses that contradict each other: records in one of them are not lost because another lacks them.
struct ShortfallTests {
  static let day = "2026-10-01T05:00:00Z..2026-10-02T05:00:00Z"
  static let nothing = (status: 404, body: #"{"code":"404","msg":"nothing there","data":[]}"#)

  /// Requests for the first day in one piece.
  static func isFirstDay(_ request: OutgoingRequest) -> Bool {
    request.url.contains("from=20261001000000&to=20261001235959")
  }

  static func envelope(_ count: Int, declared: Int? = nil) -> String {
    FakeAPI.envelope(
      (0..<count).map { FakeAPI.row(id: $0, at: "2026-10-01 12:00:0\($0)").json }, declared: declared)
  }

  @Test func `a window at the cap whose parts are empty fails its chunk, and the next chunk is exported`() async throws
  {
    let export = TestExport(TestExport.pipeline(days: 2))
    export.api.respond { request in
      if Self.isFirstDay(request) { return (200, Self.envelope(10)) }
      return request.url.contains("from=20261001") ? Self.nothing : nil
    }
    let summary = try await export.run()
    #expect(summary.committed == 1)
    #expect(summary.failures.map(\.kind) == [.badData])
    #expect(
      summary.failures.map(\.reason) == [
        "\(Self.day): its parts have 0 records together, but a response to the whole window showed 10, also when requested once more; nothing was published, rerun to request the chunk again"
      ])
    #expect(
      export.events.warnings == [
        "\(Self.day): its parts have 0 records together, but a response to the whole window showed 10; requesting it once more"
      ])
    #expect(try export.partitions().keys.sorted() == ["date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz"])
    // Twice the day and its halves, and the second day.
    #expect(export.api.requests.count == 7)
  }

  @Test func `parts that were incomplete for a moment cost one more pass and nothing else`() async throws {
    let rows = (0..<25).map { FakeAPI.row(id: $0, at: clockTime($0 * 3_000)) }
    let calm = TestExport(TestExport.pipeline(days: 1), api: FakeAPI(rows: rows))
    try await calm.run()
    let export = TestExport(TestExport.pipeline(days: 1), api: FakeAPI(rows: rows))
    let count = Mutex(0)
    export.api.respond { _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      // The first halves of the day.
      return (2...3).contains(number) ? Self.nothing : nil
    }
    let summary = try await export.run()
    #expect(summary.failures.isEmpty)
    #expect(summary.rows == 25)
    #expect(try export.partitions() == calm.partitions())
    #expect(export.events.warnings.count == 1)
    let checkpoint = try export.text("_tidemark/checkpoints/20261001T050000Z-20261002T050000Z.json")
    #expect(checkpoint == (try calm.text("_tidemark/checkpoints/20261001T050000Z-20261002T050000Z.json")))
  }

  @Test func `a declared count that is wrong once is corrected by the second pass`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    export.api.respondNext(200, Self.envelope(2, declared: 3))
    let summary = try await export.run()
    #expect(summary.failures.isEmpty)
    #expect(summary.rows == 2)
    // The day, its halves, and the day again.
    #expect(summary.calls == 4)
  }

  @Test func `a declared count that stays wrong fails the chunk`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    export.api.respond { Self.isFirstDay($0) ? (200, Self.envelope(2, declared: 3)) : nil }
    let summary = try await export.run()
    #expect(
      summary.failures.map(\.reason) == [
        "\(Self.day): its parts have 2 records together, but a response to the whole window showed 3, also when requested once more; nothing was published, rerun to request the chunk again"
      ])
    #expect(try export.partitions().isEmpty)
  }

  @Test func `an empty response after one that was cut behind complete records fails the chunk`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    export.api.respondNext(200, String(Self.envelope(3).dropLast(40)))
    export.api.respond { _ in Self.nothing }
    let summary = try await export.run()
    #expect(
      summary.failures.map(\.reason) == [
        "cannot fetch \(Self.day): the response has 0 records, but an incomplete response before it showed at least 2 (3 tries); nothing was published; rerun to try again"
      ])
    #expect(summary.failures.map(\.kind) == [.badData])
    #expect(try export.partitions().isEmpty)
  }

  @Test func `a connection that ends behind complete records is evidence too`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    let transport = CuttingTransport(export.api, body: Array(Self.envelope(3).utf8.dropLast(40)))
    export.api.respond { _ in Self.nothing }
    var cutting = export
    cutting.transport = transport
    let summary = try await cutting.run()
    #expect(
      summary.failures.map(\.reason) == [
        "cannot fetch \(Self.day): the response has 0 records, but an incomplete response before it showed at least 2 (3 tries); nothing was published; rerun to try again"
      ])
  }

  @Test func `a recount finds a shortfall as well`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    try await export.run()
    export.api.respond { Self.isFirstDay($0) ? (200, Self.envelope(10)) : Self.nothing }
    let services = ExportServices(
      files: export.files, clock: export.clock, transport: export.api, leases: nil, noWait: false,
      randomness: { 0.5 }, processID: 42)
    let report = try await Recount(
      ExportJob(file: try export.file), options: ExportOptions(), services: services, onEvent: export.events.add
    ).run()
    #expect(report.counted.isEmpty)
    #expect(report.failures.map(\.kind) == [.badData])
  }

  // MARK: Windows that a server ignores

  /// A server that uses the days of a window but not its times.
  private func dayOnly(_ rows: [FakeAPI.Row], isShuffled: Bool = false) -> TestExport {
    let export = TestExport(TestExport.pipeline(days: 1), api: FakeAPI(rows: rows))
    let count = Mutex(0)
    export.api.respond { request in
      let number = count.withLock { count in
        count += 1
        return count
      }
      if Self.isFirstDay(request) { return (200, Self.envelope(2, declared: 3)) }
      return (200, FakeAPI.envelope((isShuffled && number == 3 ? rows.reversed() : rows).map(\.json)))
    }
    return export
  }

  @Test(arguments: [false, true])
  func `parts that have the records of the complete window fail the chunk`(_ isShuffled: Bool) async throws {
    let rows = (0..<4).map { FakeAPI.row(id: $0, at: clockTime($0 * 21_000)) }
    let export = dayOnly(rows, isShuffled: isShuffled)
    let summary = try await export.run()
    #expect(
      summary.failures.map(\.reason) == [
        "2026-10-01T17:00:00Z..2026-10-02T05:00:00Z: the response has the same 4 records as the response to 2026-10-01T05:00:00Z..2026-10-01T17:00:00Z, so the server may ignore the window or its time of day; nothing was published, check the window's format in the catalog, or use a `chunk` that one response can hold"
      ])
    #expect(summary.failures.map(\.kind) == [.badData])
    #expect(try export.partitions().isEmpty)
  }

  @Test func `parts that look alike are only reported if their records have no time`() async throws {
    var export = dayOnly((0..<4).map { _ in FakeAPI.row(id: 7, at: "2026-10-01 06:30:00") })
    export.catalog = TestExport.catalog.replacingOccurrences(of: "    time: at\n", with: "")
    let summary = try await export.run()
    #expect(summary.failures.isEmpty && summary.rows == 8)
    #expect(
      export.events.warnings == [
        "2026-10-01T17:00:00Z..2026-10-02T05:00:00Z: the response has the same 4 records as the response to 2026-10-01T05:00:00Z..2026-10-01T17:00:00Z, so the server may ignore the window or its time of day"
      ])
  }

  @Test func `rows of a sibling are outside the window of a part, though within the chunk`() async throws {
    let rows = (0..<4).map { FakeAPI.row(id: $0, at: clockTime($0 * 21_000)) }
    let export = TestExport(TestExport.pipeline(days: 1), api: FakeAPI(rows: rows))
    export.api.respond { request in
      if Self.isFirstDay(request) { return (200, Self.envelope(2, declared: 3)) }
      // The second half has all rows, the first one its own.
      return request.url.contains("from=20261001120000") ? (200, FakeAPI.envelope(rows.map(\.json))) : nil
    }
    let summary = try await export.run()
    #expect(summary.failures.isEmpty && summary.rows == 7)
    #expect(
      export.events.warnings == [
        "3 of 7 rows have a `at` outside the requested window and may be duplicated in other windows; check that the request sends the window in the API's format and time zone"
      ])
  }

  // MARK: Records of another kind

  @Test(arguments: [
    #"{"error":"backend unavailable"}"#, #"[{"error":"backend unavailable"}]"#, "[{}]",
  ])
  func `records without any field of the report fail the chunk`(_ data: String) async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    export.api.respond { _ in (200, #"{"code":"200","msg":"ok","data":\#(data)}"#) }
    let summary = try await export.run()
    let record = data.hasPrefix("[") ? String(data.dropFirst().dropLast()) : data
    #expect(
      summary.failures.map(\.reason) == [
        "cannot fetch \(Self.day): HTTP 200, the API reports \"ok\", but none of its records has a field of this report; the first is `\(record)` (5 tries); nothing was published; rerun to try again"
      ])
    #expect(summary.rejected == 0)
    #expect(try export.partitions().isEmpty)
  }

  @Test func `a record without any field of the report among others is rejected`() async throws {
    for rule in ["quarantine", "null"] {
      let export = TestExport(TestExport.pipeline(days: 1, rules: "{ bad_values: \(rule) }"))
      let row = FakeAPI.row(id: 1, at: "2026-10-01 12:00:00").json
      export.api.respondNext(200, FakeAPI.envelope([row, #"{"error":"x"}"#]))
      let summary = try await export.run()
      #expect(summary.rows == 1)
      #expect(summary.rejected == 1)
    }
  }

  @Test func `a record that has only documented fields that no column reads is one`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1, fields: "{ note: note }"))
    export.api.respondNext(200, FakeAPI.envelope([#"{"other":1,"id":7}"#, #"{"note":"n"}"#]))
    let summary = try await export.run()
    #expect(summary.rows == 2)
    #expect(summary.rejected == 0)
  }
}
