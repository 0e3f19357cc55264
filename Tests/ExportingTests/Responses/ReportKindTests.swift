import ConfigurationFiles
import Exporting
import Records
import SystemPackage
import Testing

/// Tests grains, envelopes, rejects and fingerprints in complete runs.
struct ReportKindTests {
  @Test func `a window report has its window as columns by default`() async throws {
    var export = TestExport(
      TestExport.pipeline(report: "counts", days: 1).replacing("fields: { id: id, at: at, note: note }\n", with: ""))
    export.api.respondNext(
      200, FakeAPI.envelope([#"{"chanel":"web","count":"12"}"#, #"{"channel":"mail","count":3}"#]))
    export.options.includeOpen = false
    try await export.run()
    #expect(
      try export.partitions().values.sorted() == [
        """
        window_start,window_end,window_date,channel,count
        2026-10-01T05:00:00Z,2026-10-02T05:00:00Z,2026-10-01,web,12
        2026-10-01T05:00:00Z,2026-10-02T05:00:00Z,2026-10-01,mail,3

        """
      ])
  }

  @Test func `a column has the chunk's ID in every row`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1, fields: "{ id: id, _tidemark_chunk: $chunk.id }"))
    try await export.run()
    #expect(
      try export.partitions() == [
        "date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz": """
        id,_tidemark_chunk
        10,20261001T050000Z-20261002T050000Z
        11,20261001T050000Z-20261002T050000Z

        """
      ])
  }

  @Test func `one object instead of an array is one record`() async throws {
    let export = TestExport(
      TestExport.pipeline(report: "counts", days: 1, fields: "{ channel: channel, count: count }"))
    export.api.respondNext(200, #"{"data":{"chanel":"web","count":1},"msg":"1 records","code":200}"#)
    try await export.run()
    #expect(try export.partitions().values.sorted() == ["channel,count\nweb,1\n"])
  }

  @Test func `a request report leaves one receipt and is never requested twice`() async throws {
    let export = TestExport(
      TestExport.pipeline(
        report: "mail", days: 1, fields: "{ window_start: window_start, status: status, requested_at: requested_at }"))
    export.api.respondNext(200, #"{"code":"200","msg":"sent"}"#)
    let summary = try await export.run()
    #expect(summary.rows == 1)
    #expect(
      try export.partitions().values.sorted() == [
        "window_start,status,requested_at\n2026-10-01T05:00:00Z,200,2026-11-21T00:00:00Z\n"
      ])
    let checkpoint = try export.text("_tidemark/checkpoints/20261001T050000Z-20261002T050000Z.json")
    #expect(checkpoint.contains("\"outcome\" : \"receipt\""))
    try await export.run()
    #expect(export.api.requests.count == 1)
  }

  @Test func `a response without the status of an acknowledgment ends the run and leaves no receipt`() async throws {
    let export = TestExport(
      TestExport.pipeline(report: "mail", days: 2, fields: "{ window_start: window_start, status: status }"))
    export.api.respond { _ in (200, #"{"error":"quota"}"#) }
    let summary = try await export.run()
    #expect(summary.failures.map(\.kind) == [.configuration])
    #expect(try export.partitions().isEmpty)
    #expect(export.api.requests.count == 1)
  }

  @Test func `a value outside the records is in every row, even if it comes after them`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1, fields: "{ id: id, pending: pending }"))
    try await export.run()
    #expect(try export.partitions().values.sorted() == ["id,pending\n10,7\n11,7\n"])
  }

  @Test func `a bad value rejects its record with the reason`() async throws {
    let export = TestExport(
      TestExport.pipeline(days: 1),
      api: FakeAPI(rows: [
        FakeAPI.row(id: 1, at: "2026-10-01 01:00:00"),
        FakeAPI.Row(at: "2026-10-01 02:00:00", json: #"{"id":"x1","at":"2026-10-01 02:00:00","note":null}"#),
      ]))
    let summary = try await export.run()
    #expect(summary.rows == 1)
    #expect(summary.rejected == 1)
    #expect(
      try export.text("_tidemark/rejects/20261001T050000Z-20261002T050000Z.ndjson.gz") == #"""
        {"field":"id","reason":"`x1` is not an integer","value":"x1","record":"{\"id\":\"x1\",\"at\":\"2026-10-01 02:00:00\",\"note\":null}"}

        """#)
  }

  @Test func `too large a share of rejects fails the chunk and publishes nothing`() async throws {
    let export = TestExport(
      TestExport.pipeline(days: 1, rules: "{ max_rejects: 40% }"),
      api: FakeAPI(rows: [
        FakeAPI.row(id: 1, at: "2026-10-01 01:00:00"),
        FakeAPI.Row(at: "2026-10-01 02:00:00", json: #"{"id":"x"}"#),
      ]))
    let summary = try await export.run()
    #expect(
      summary.failures.map(\.reason) == [
        "1 of 2 records was rejected, more than `rules.max_rejects` (40%) allows; first: `id`: `x` is not an integer"
      ])
    #expect(try export.partitions().isEmpty)
    #expect(!export.files.paths(below: "out").contains { $0.contains("rejects/2") })
  }

  @Test func `a chunk whose records are all rejected has one message`() async throws {
    func export(rules: String, rows: Int) -> TestExport {
      TestExport(
        TestExport.pipeline(days: 1, rules: rules),
        api: FakeAPI(rows: (0..<rows).map { FakeAPI.Row(at: "2026-10-01 02:00:0\($0)", json: #"{"id":"x"}"#) }))
    }
    let first = "first: `id`: `x` is not an integer"
    let strict = export(rules: "{ max_rejects: 0.5% }", rows: 2)
    #expect(
      try await strict.run().failures.map(\.reason) == [
        "2 of 2 records were rejected, more than `rules.max_rejects` (0.5%) allows; \(first)"
      ])
    #expect(strict.events.warnings == [])
    let chunk = "20261001T050000Z-20261002T050000Z"
    let lenient = export(rules: "{ max_rejects: 100% }", rows: 1)
    try await lenient.run()
    #expect(lenient.events.warnings == ["\(chunk): the only record was rejected; \(first); check `fields`"])
    let open = export(rules: "{}", rows: 2)
    try await open.run()
    #expect(
      open.events.warnings == [
        "\(chunk): all 2 records were rejected; \(first); check `fields`, and set `rules.max_rejects` to fail such chunks"
      ])
  }

  @Test(arguments: [false, true])
  func `a chunk with too many rejects fails alone, unless fail-fast stops the run`(
    failFast: Bool
  ) async throws {
    var rows = (1...3).map { FakeAPI.row(id: $0, at: "2026-10-0\($0) 12:00:00") }
    rows.insert(FakeAPI.Row(at: "2026-10-01 12:30:00", json: #"{"id":"x"}"#), at: 1)
    var export = TestExport(
      TestExport.pipeline(days: 3, rules: "{ max_rejects: 40% }"), api: FakeAPI(rows: rows))
    export.options.failFast = failFast
    let summary = try await export.run()
    #expect(summary.failures.count == 1)
    #expect(summary.committed == (failFast ? 0 : 2))
    #expect(summary.left == (failFast ? 2 : 0))
    #expect(try export.partitions().count == (failFast ? 0 : 2))
    #expect(!export.files.paths(below: "out").contains { $0.contains("staging/") })
  }

  @Test func `rows outside the requested window are detected by their own time`() async throws {
    // An API that ignores the window: each day has the rows of all three.
    let rows = (1...3).map { FakeAPI.row(id: $0, at: "2026-10-0\($0) 12:00:00") }
    let heedless = FakeAPI()
    heedless.respond { _ in (200, FakeAPI.envelope(rows.map(\.json))) }
    let export = TestExport(api: heedless)
    try await export.run()
    #expect(
      export.events.warnings == [
        "6 of 9 rows have a `at` outside the requested window and may be duplicated in other windows; "
          + "check that the request sends the window in the API's format and time zone"
      ])
    let sound = TestExport(api: FakeAPI(rows: rows))
    try await sound.run()
    #expect(sound.events.warnings == [] && sound.events.notes == [])
  }

  @Test func `unknown fields are reported once, kept, or fail the chunk`() async throws {
    let rows = (1...2).map { day in
      FakeAPI.Row(at: "2026-10-0\(day) 01:00:00", json: #"{"id":\#(day),"at":null,"note":null,"extra":{"a": [1, 2]}}"#)
    }
    let reporting = TestExport(TestExport.pipeline(days: 2), api: FakeAPI(rows: rows))
    try await reporting.run()
    #expect(
      reporting.events.warnings == [
        "the records have fields without a column: extra; export them with `rules.unknown_fields: keep`, or hide this warning with `ignore`"
      ])
    let keeping = TestExport(
      TestExport.pipeline(days: 1, fields: "{ id: id }", rules: "{ unknown_fields: keep }"), api: FakeAPI(rows: rows))
    try await keeping.run()
    #expect(try keeping.partitions().values.sorted() == ["id,_extra\n1,\"{\"\"extra\"\":{\"\"a\"\":[1,2]}}\"\n"])
    let failing = TestExport(TestExport.pipeline(days: 1, rules: "{ unknown_fields: fail }"), api: FakeAPI(rows: rows))
    #expect(
      try await failing.run().failures.map(\.reason) == [
        "the records have fields without a column: extra; add them to `fields` or set `rules.unknown_fields`"
      ])
  }

  @Test func `a pipeline with different settings stops with the differences`() async throws {
    var export = TestExport(TestExport.pipeline(days: 2))
    try await export.run()
    export.yaml = TestExport.pipeline(days: 2, fields: "{ id: { from: id, type: string }, at: at, note: note }")
    let failure = await #expect(throws: ExportError.self) { try await export.run() }
    #expect(failure?.kind == .configuration)
    let refusal =
      "2 committed chunks between 2026-10-01 and 2026-10-02 were written with different settings "
      + "(field `id`: integer from id -> string from id); "
      + "re-export them with `--refresh changed`, keep them with `--adopt`, or use a different sink path"
    #expect(try #require(failure).reason == refusal)
    #expect(try export.plan().refusal == refusal)
    export.options.adopt = true
    #expect(try await export.run().skipped == 2)
    #expect(
      export.events.notes.contains(
        "2 committed chunks between 2026-10-01 and 2026-10-02 are kept and now recorded with the current settings"))
    export.options.adopt = false
    #expect(try await export.run().skipped == 2)
  }

  @Test func `chunks of another length are not adopted, inside or outside the range of the run`()
    async throws
  {
    var export = TestExport(TestExport.pipeline(days: 2))
    try await export.run()
    let before = try export.partitions()
    export.yaml = TestExport.pipeline(days: 2, range: ", chunk: 12 hours")
    #expect(
      try export.plan().refusal
        == "2 committed chunks between 2026-10-01 and 2026-10-02 were written with different settings "
        + "(chunk: 1 day -> 12 hours); re-export them with `--refresh changed`, or use a different sink path")
    let refusal =
      "committed chunk 20261001T050000Z-20261002T050000Z overlaps planned chunk 20261001T050000Z-20261001T170000Z and would "
      + "duplicate its rows; chunks of a different length cannot be kept: re-export them with `--refresh changed`, or use a "
      + "different sink path"
    export.options.adopt = true
    #expect(try #require(await #expect(throws: ExportError.self) { try await export.run() }).reason == refusal)
    #expect(try export.partitions() == before)

    // The day after them overlaps none of them, but a later run would find them.
    export.options.from = .day(try #require(CalendarDay("2026-10-03")))
    export.options.to = .day(try #require(CalendarDay("2026-10-04")))
    #expect(try #require(await #expect(throws: ExportError.self) { try await export.run() }).reason == refusal)
    #expect(try export.partitions() == before)
    export.options = ExportOptions()
    export.options.refresh = .changed
    #expect(try export.plan().refusal == nil)
    #expect(try await export.run().committed == 4)
  }

  @Test func `refreshing some of the changed chunks reports the chunks with old settings`() async throws {
    var export = TestExport(TestExport.pipeline(days: 3))
    try await export.run()
    export.yaml = TestExport.pipeline(days: 3, fields: "{ id: id }")
    export.options.refresh = .changed
    export.options.from = .day(try #require(CalendarDay("2026-10-03")))
    #expect(try await export.run().committed == 1)
    #expect(
      export.events.warnings == [
        "this run leaves 2 committed chunks between 2026-10-01 and 2026-10-02 with the old settings, and later runs will stop there; "
          + "re-export them with `--refresh changed` and a wider range, or keep them with `--adopt`"
      ])
    export.options = ExportOptions()
    let refusal = try #require(await #expect(throws: ExportError.self) { try await export.run() }).reason
    let chunks = "2 committed chunks between 2026-10-01 and 2026-10-02 were written with different settings ("
    #expect(refusal.hasPrefix(chunks), "\(refusal)")
    export.options.refresh = .changed
    #expect(try await export.run().committed == 2)
    #expect(export.events.warnings.count == 1)
  }

  @Test func `chunks of another length that reach beyond a run stop it to prevent duplicate rows`()
    async throws
  {
    var export = TestExport(TestExport.pipeline(days: 4, range: ", chunk: 2 days"))
    try await export.run()
    let before = try export.partitions()
    export.yaml = TestExport.pipeline(days: 4)
    export.options.refresh = .changed
    export.options.from = .day(try #require(CalendarDay("2026-10-01")))
    export.options.to = .day(try #require(CalendarDay("2026-10-02")))
    let refusal = try #require(await #expect(throws: ExportError.self) { try await export.run() }).reason
    #expect(try export.plan().refusal == refusal)
    #expect(
      refusal
        == "1 committed chunk between 2026-09-30 and 2026-10-01 reaches beyond this run and would overlap its chunks, which would duplicate rows; "
        + "run with `--from 2026-09-30 --to 2026-10-02`, or use a different sink path")
    #expect(try export.partitions() == before)
    export.options.from = .day(try #require(CalendarDay("2026-09-30")))
    let summary = try await export.run()
    #expect(summary.committed + summary.empty == 2)
    // The other two keep the old length and do not overlap.
    #expect(try export.partitions().keys.filter { before.keys.contains($0) }.count == before.count - 1)
  }

  @Test func `refreshing changed chunks replaces files with old settings`() async throws {
    var export = TestExport(TestExport.pipeline(days: 1))
    try await export.run()
    export.yaml = TestExport.pipeline(days: 1, fields: "{ id: id }", sink: ", format: ndjson, partition: '{chunk}'")
    export.options.refresh = .changed
    try await export.run()
    #expect(
      try export.partitions() == ["20261001T050000Z-20261002T050000Z.ndjson.gz": "{\"id\":10}\n{\"id\":11}\n"])
    export.options.refresh = nil
    #expect(try await export.run().skipped == 1)
  }
}
