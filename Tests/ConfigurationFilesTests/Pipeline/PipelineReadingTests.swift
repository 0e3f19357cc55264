import ConfigurationFiles
import Records
import Testing

@Suite struct PipelineReadingTests {
  @Test func `omitted keys have the documented defaults`() throws {
    let file = try TestPipeline().read()
    #expect(file.path == "calls.yaml")
    #expect(file.name == "calls")
    #expect(file.description == nil)
    #expect(file.source.reportName == "wolkvox/agent_13_1")
    #expect(file.source.baseURL == "https://wv9901.wolkvox.com")
    #expect(file.source.parameters == ["server": "9901"])
    #expect(file.source.timeouts == Timeouts())
    #expect(file.source.retry == RetryPolicy())
    #expect(file.source.pause == .zero)
    #expect(file.source.limits == file.source.report.limits)
    #expect(file.range.chunk == ChunkLength(count: 1, unit: .day))
    #expect(file.range.settle == nil)
    #expect(file.rules == RulesDeclaration())
    #expect(file.sink.format == .csv)
    #expect(file.sink.compression == .gzip)
    #expect(file.sink.compressionLevel == nil)
    #expect(file.sink.csv == CSVDialect())
    #expect(file.sink.fileExtension == "csv.gz")
    #expect(file.fields.map(\.name) == file.source.report.fields.map(\.name))
  }

  @Test func `every key of a source is read`() throws {
    let file = try TestPipeline(
      "server: 9901",
      """
      base_url: http://127.0.0.1:8080/api//
        timeout: { connect: 250 ms, idle: 2 minutes, total: 1 hour }
        retry: { tries: 3, first_delay: 1.5 s, max_delay: 10 s, patience: 1 day }
        pause: 300 ms
        limits: { records: none, window: 7 days, bytes: 64 KiB, time: 30 s, in_flight: 2, calls_per_day: 1000 }
      """
    ).read()
    let source = file.source
    #expect(source.baseURL == "http://127.0.0.1:8080/api")
    #expect(source.parameters.isEmpty)
    #expect(source.timeouts == Timeouts(connect: .milliseconds(250), idle: .seconds(120), total: .seconds(3_600)))
    #expect(
      source.retry
        == RetryPolicy(tries: 3, firstDelay: .milliseconds(1_500), maxDelay: .seconds(10), patience: .seconds(86_400)))
    #expect(source.pause == .milliseconds(300))
    #expect(
      source.limits
        == Limits(
          records: nil, window: .seconds(604_800), bytes: 65_536, time: .seconds(30), inFlight: 2, callsPerDay: 1_000))
  }

  @Test(arguments: [
    ("2026-10-01", RangeBound.day(CalendarDay(year: 2026, month: 10, day: 1)!)),
    ("\"2026-10-01\"", .day(CalendarDay(year: 2026, month: 10, day: 1)!)),
    ("2026-10-01T06:30:00", .local(CivilTime(day: CalendarDay(year: 2026, month: 10, day: 1)!, hour: 6, minute: 30))),
    ("2026-10-01 06:30", .local(CivilTime(day: CalendarDay(year: 2026, month: 10, day: 1)!, hour: 6, minute: 30))),
    ("2026-10-01T06:30:00Z", .instant(Instant("2026-10-01T06:30:00Z")!)),
    ("2026-10-01T06:30:00-05:00", .instant(Instant("2026-10-01T11:30:00Z")!)),
    ("today", .daysAgo(0)), ("yesterday", .daysAgo(1)), ("1 day ago", .daysAgo(1)), ("30 days ago", .daysAgo(30)),
    ("start of month", .monthsAgo(0)), ("3 months ago", .monthsAgo(3)),
  ])
  func `a range begins at a date, a time or a relative day`(written: String, bound: RangeBound) throws {
    let file = try TestPipeline("from: 2026-10-01\n  to: 2026-10-08", "from: \(written)\n  to: now").read()
    #expect(file.range.from == bound)
    #expect(file.range.to == .now)
    #expect(RangeBound(written: bound.description) == bound)
  }

  @Test(arguments: [
    ("15 minutes", 15, ChunkLength.Unit.minute), ("1 hour", 1, .hour), ("1 day", 1, .day), ("2 weeks", 2, .week),
    ("1 month", 1, .month), ("6hours", 6, .hour),
  ])
  func `a chunk has a length on the calendar`(written: String, count: Int, unit: ChunkLength.Unit) throws {
    let file = try TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: \(written)\n  settle: 2 days").read()
    #expect(file.range.chunk == ChunkLength(count: count, unit: unit))
    #expect(file.range.settle == .seconds(172_800))
    #expect(file.range.timeZone == "America/Bogota")
  }

  @Test func `every rule is read`() throws {
    let rules = "unknown_fields: keep, bad_values: null, bad_text: fail, keep_nul: true, empty_chunks: write"
    let file = try TestPipeline(adding: "rules: { \(rules), max_rejects: 1.5% }\n").read()
    #expect(
      file.rules
        == RulesDeclaration(
          unknownFields: .keep, badValues: .null, badText: .fail, keepsNUL: true, emptyChunks: .write,
          maxRejects: 0.015))
  }

  @Test func `every key of a sink is read`() throws {
    let file = try TestPipeline(
      adding: """
          partition: y={window.year}/m={window.month}/d={window.day}/h={window.hour}/{chunk}
          compression_level: 9
          csv: { delimiter: tab, header: false, null_text: NULL, line_ending: crlf, escape_formulas: true }
          mode: 0640

        """
    ).read()
    #expect(
      file.sink
        == SinkDeclaration(
          path: "exports/calls",
          partition: try Template("y={window.year}/m={window.month}/d={window.day}/h={window.hour}/{chunk}"),
          format: .csv, compression: .gzip, compressionLevel: 9,
          csv: CSVDialect(
            delimiter: UInt8(ascii: "\t"), header: false, nullText: "NULL", lineEnding: .crlf, escapeFormulas: true),
          mode: 0o640))
  }

  @Test(arguments: [
    ("exports/calls/", "exports/calls"), ("./exports//calls/.", "exports/calls"), ("/exports/calls/", "/exports/calls"),
    ("../calls", "../calls"), ("a/../calls/", "a/../calls"),
  ])
  func `a sink's path has one spelling`(written: String, path: String) throws {
    #expect(try TestPipeline("exports/calls", written).read().sink.path == path)
  }

  @Test(arguments: SinkFormat.allCases, [SinkCompression.gzip, .none])
  func `every format works with gzip and with none`(format: SinkFormat, compression: SinkCompression) throws {
    let file = try TestPipeline(adding: "  format: \(format)\n  compression: \(compression)\n").read()
    #expect(file.sink.format == format)
    #expect(file.sink.compression == compression)
  }

  @Test func `zstd is available only for parquet and is its default`() throws {
    #expect(try TestPipeline(adding: "  format: parquet\n").read().sink.compression == .zstd)
    #expect(try TestPipeline(adding: "  format: parquet\n  compression: zstd\n").read().sink.compression == .zstd)
    let diagnostics = #expect(throws: Diagnostics.self) {
      try TestPipeline(adding: "  format: csv\n  compression: zstd\n").read()
    }
    #expect(diagnostics?.list.map(\.message) == ["`compression: zstd` requires `format: parquet`"])
  }

  @Test func `sections whose lines are all commented out have their defaults`() throws {
    let file = try TestPipeline(adding: "rules:\n  # bad_values: fail\nfields:\n").read()
    #expect(file.rules == RulesDeclaration())
    #expect(file.fields.count == 12)
  }

  @Test func `anchors and merge keys work, and an own key overrides a merged one`() throws {
    let file = try TestPipeline(
      adding: """
        fields:
          id: &text { from: conn_id_transfer, trim: true, default: none }
          caller: { <<: *text, from: ani }

        """
    ).read()
    #expect(
      file.fields == [
        FieldDeclaration(
          name: "id", origin: .record([.init(["conn_id_transfer"])]), type: .string, trim: true, defaultValue: "none"),
        FieldDeclaration(
          name: "caller", origin: .record([.init(["ani"])]), type: .string, trim: true, defaultValue: "none"),
      ])
  }

  @Test(arguments: [
    TestPipeline.base.replacing("\n", with: "\r\n"), "\u{FEFF}" + TestPipeline.base,
    "---\n" + TestPipeline.base + "...\n",
    "# Größe: 5\u{2028}\n" + TestPipeline.base,
  ])
  func `line endings, byte order marks and document markers make no difference`(text: String) throws {
    #expect(try TestPipeline(text: text).read().fingerprintEntries == TestPipeline().read().fingerprintEntries)
  }

  @Test func `a column position counts characters, not bytes`() {
    #expect(
      TestPipeline(adding: "rules: { \"größe 🙂\": 1, bad_values: drop }\n").lines == [
        "calls.yaml:13:10: error: unknown key `größe 🙂`; known: unknown_fields, bad_values, bad_text, keep_nul, empty_chunks, max_rejects",
        "calls.yaml:13:36: error: `bad_values`: expected fail, quarantine or null, found `drop`",
      ])
  }

  /// Ten times as many nodes with each level, with lists as values, as keys, and as merged mappings.
  @Test(.timeLimit(.minutes(1)), arguments: ["a%: ", "? ", "a%: { <<: "])
  func `nested aliases cost neither memory nor time`(opening: String) {
    var text = "a0: &a0 { k: v }\n"
    for level in 1...12 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += opening.replacing("%", with: "\(level)") + "&a\(level) [\(aliases)]"
      text += opening.hasSuffix("<<: ") ? " }\n" : opening == "? " ? "\n: v\n" : "\n"
    }
    #expect(TestPipeline(text: text).lines.contains { $0.contains("error: aliases expand the file to more than ") })
  }

  @Test func `the default partition avoids column names`() throws {
    #expect(try TestPipeline().read().sink.partition.description == "day={window.date}/{chunk}")
    let renamed = try TestPipeline(adding: "fields: { started_at: date }\n").read()
    #expect(renamed.sink.partition.description == "date={window.date}/{chunk}")
  }

  @Test func `a custom vendor is read from a file`() throws {
    var pipeline = TestPipeline(
      "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
      "report: acme/calls\n  catalog: ${DIR}/acme.yaml\n  region: eu\n  key: ${TOKEN}")
    pipeline.environment["DIR"] = "/etc/tidemark"
    pipeline.files["/etc/tidemark/acme.yaml"] = TestCatalog.base
    let file = try pipeline.read()
    #expect(file.source.baseURL == "https://eu.example.com")
    #expect(file.source.system.origin == "/etc/tidemark/acme.yaml")
    #expect(file.fields.map(\.name) == ["id", "at"])
  }
}
