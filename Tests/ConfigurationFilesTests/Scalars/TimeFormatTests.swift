import ConfigurationFiles
import Records
import Testing

@Suite struct TimeFormatTests {
  /// A pipeline over a catalog whose fields are these lines, with these columns or the catalog's.
  private func pipeline(catalog fields: String, columns: String? = nil) -> TestPipeline {
    var pipeline = TestPipeline(
      "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
      "report: acme/calls\n  catalog: acme.yaml\n  region: eu\n  key: ${TOKEN}")
    pipeline.files["acme.yaml"] = TestCatalog("at: { type: timestamp }", fields).text
    if let columns { pipeline.text += "fields:\n  \(columns)\n" }
    return pipeline
  }

  @Test(
    arguments: [
      (nil, "dd/MM/yyyy HH:mm"), ("at: at", "dd/MM/yyyy HH:mm"),
      ("b: { from: at, type: timestamp }", "dd/MM/yyyy HH:mm"),
      ("b: { from: at, type: date }", "dd/MM/yyyy HH:mm"), ("b: { from: at, type: string }", nil),
      ("b: { from: at, type: local_timestamp }", "dd/MM/yyyy HH:mm"),
      ("b: { from: at, format: epoch_seconds }", "epoch_seconds"),
      ("b: { from: at, type: date, format: yyyyMMdd }", "yyyyMMdd"),
      ("b: { from: other, type: timestamp }", nil),
    ] as [(String?, String?)])
  func `a column of any time type has the catalog's format unless it sets its own`(
    columns: String?, format: String?
  ) throws {
    let file = try pipeline(catalog: "at: { type: timestamp, format: dd/MM/yyyy HH:mm }", columns: columns).read()
    #expect(file.fields.last?.format?.text == format)
    #expect(file.warnings.isEmpty)
  }

  @Test(
    arguments: [
      ("b: at", "31/12/1999"), ("b: { from: at, format: yyyyMMdd }", nil), ("b: { from: at, type: timestamp }", nil),
      ("b: { from: at, format: dd/MM/yyyy }", "31/12/1999"),
    ] as [(String, String?)])
  func `the catalog's default applies only with its format`(columns: String, value: String?) throws {
    let fields = "at: { type: date, format: dd/MM/yyyy, default: 31/12/1999 }"
    #expect(try pipeline(catalog: fields, columns: columns).read().fields.last?.defaultValue == value)
  }

  @Test func `a request without both ends of its window causes a warning`() throws {
    var pipeline = pipeline(catalog: "at: { type: timestamp }")
    let catalog = try #require(pipeline.files["acme.yaml"])
    pipeline.files["acme.yaml"] = catalog.replacing(#", to: "{window.end}""#, with: "")
    #expect(
      pipeline.lines == [
        "calls.yaml:4:11: warning: the request of `calls` does not contain {window.end}, so that rows may be duplicated in several chunks"
      ])
  }

  @Test func `a column of several fields with different catalog formats must set its own`() throws {
    let fields = "at: { type: timestamp, format: epoch_seconds }\n      on: { type: timestamp }"
    let diagnostic = pipeline(catalog: fields, columns: "b: { from: [at, on] }")
    #expect(
      diagnostic.lines == [
        "calls.yaml:15:14: error: the catalog's `at` and `on` differ in `format`; specify the column's `format`"
      ])
    let named = try pipeline(catalog: fields, columns: "b: { from: [at, on], type: timestamp, format: yyyyMMdd }")
      .read()
    #expect(named.fields.last?.format?.text == "yyyyMMdd")
  }

  @Test(arguments: [
    ("hh 'o''clock' a", "12 o'clock AM"), ("HH''mm", "00'05"), ("''''HH", "'00"), ("'a''''b'HH", "a''b00"),
  ])
  func `two quotes are a literal quote`(pattern: String, expected: String) throws {
    let time = try #require(ISO8601Parser.civilTime(Array("2026-01-01T00:05:00".utf8)))
    #expect(try TimePattern(pattern).rendered(time) == expected)
  }

  @Test func `a format is part of the fingerprint, and its absence is not`() throws {
    let shapes = try ["at: { type: timestamp }", "at: { type: timestamp, format: \"dd/MM/yyyy 'a\\\"b'\" }"].map {
      fields in
      try pipeline(catalog: fields, columns: "at: { from: at, trim: true }").read().fingerprintEntries
        .first { $0.key == "field `at`" }?.value
    }
    #expect(
      shapes == [
        "timestamp from at, trimmed", #"timestamp from at, format "dd/MM/yyyy 'a\"b'", trimmed"#,
      ])
  }

  @Test(arguments: [
    ("hh:mm a", "2026-01-01T00:05:00", "12:05 AM"), ("hh:mm a", "2026-01-01T12:05:00", "12:05 PM"),
    ("hh:mm a", "2026-01-01T23:59:00", "11:59 PM"), ("hha", "2026-01-01T01:00:00", "01AM"),
    ("HH:mmXXX", "2026-01-01T12:05:00", "12:05Z"),
  ])
  func `a twelve-hour clock is written with its half of the day`(
    pattern: String, time: String, expected: String
  ) throws {
    let time = try #require(ISO8601Parser.civilTime(Array(time.utf8)))
    #expect(try TimePattern(pattern).rendered(time) == expected)
  }

  @Test(arguments: [(-18_000, "-05:00"), (20_700, "+05:45"), (0, "Z")] as [(Int64, String)])
  func `an offset is written in hours and minutes, and an instant without it`(offset: Int64, expected: String) throws {
    let time = CivilTime(microseconds: 1_000_000 * 1_600_000_000)
    #expect(try TimePattern("XXX").rendered(time, offset: offset) == expected)
    #expect(try TimePattern("epoch_seconds").rendered(time, offset: offset) == "\(1_600_000_000 - offset)")
    #expect(try TimePattern("epoch_milliseconds").rendered(time, offset: offset) == "\(1_600_000_000 - offset)000")
  }

  @Test(
    arguments: [
      ("dd/MM/yyyy hh:mm:ss a", "25/10/2026 12:05:33 am", "2026-10-25T00:05:33"),
      ("dd/MM/yyyy hh:mm:ss a", "25/10/2026 02:05:33 PM", "2026-10-25T14:05:33"),
      ("dd/MM/yyyy hh:mm:ss a", "25/10/2026 00:05:33 PM", nil),
      ("dd/MM/yyyy hh:mm:ss a", "25/10/2026 02:05:33 XM", nil),
      ("yyyyMMddXXX", "20261025-05:00", "2026-10-25T00:00:00"), ("yyyyMMddXXX", "20261025", nil),
    ] as [(String, String, String?)])
  func `a half of the day and an offset are read back`(pattern: String, text: String, expected: String?) throws {
    #expect(try TimePattern(pattern).parsed(text)?.description == expected)
  }
}

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "a format of a text",
      TestPipeline(adding: "fields:\n  a: { from: ani, format: epoch_seconds }\n"),
      [
        "calls.yaml:14:27: error: `format` requires the type timestamp, local_timestamp or date, found string"
      ]),
    ExpectedDiagnostic(
      "a format of a type that cannot be read",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: when, format: epoch_seconds }\n"),
      [
        "calls.yaml:14:25: error: `type`: expected string, integer, decimal, double, boolean, date, timestamp, local_timestamp, seconds or json, found `when`"
      ]),
    ExpectedDiagnostic(
      "a format of a time that is ours",
      TestPipeline(adding: "fields:\n  a: { from: $window.start, format: epoch_seconds }\n"),
      [
        "calls.yaml:14:37: error: `format` is the API's time format, but `$window.start` does not come from the API"
      ]),
    ExpectedDiagnostic(
      "a misspelt count",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: epoch_second }\n"),
      [
        "calls.yaml:14:39: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `epoch_second`; did you mean `epoch_seconds`?"
      ]),
    ExpectedDiagnostic(
      "a pattern without a month",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: timestamp, format: yyyy-mm-dd }\n"),
      [
        "calls.yaml:14:44: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `yyyy-mm-dd`; the pattern lacks MM, the month"
      ]),
    ExpectedDiagnostic(
      "a pattern of a time alone",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: local_timestamp, format: 'HH:mm' }\n"),
      [
        "calls.yaml:14:50: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `HH:mm`; the pattern lacks yyyy, the year, and MM, the month, and dd, the day"
      ]),
    ExpectedDiagnostic(
      "a duplicated part",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: dd/MM/yyyy dd }\n"),
      [
        "calls.yaml:14:39: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `dd/MM/yyyy dd`; `dd` is duplicated"
      ]),
    ExpectedDiagnostic(
      "two fractions",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: dd/MM/yyyy HHmmss SSS SSSSSS }\n"),
      [
        "calls.yaml:14:39: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `dd/MM/yyyy HHmmss SSS SSSSSS`; use only one of `SSS` and `SSSSSS`"
      ]),
    ExpectedDiagnostic(
      "an hour of 1 to 12 without its half of the day",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: dd/MM/yyyy hh }\n"),
      [
        "calls.yaml:14:39: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `dd/MM/yyyy hh`; `hh` (hour of 1 to 12) and `a` (AM or PM) require each other"
      ]),
    ExpectedDiagnostic(
      "two hours",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: dd/MM/yyyy hh a HH }\n"),
      [
        "calls.yaml:14:39: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `dd/MM/yyyy hh a HH`; use only one of `HH` and `hh`"
      ]),
    ExpectedDiagnostic(
      "a date with an offset",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: dd/MM/yyyyXXX }\n"),
      [
        "calls.yaml:14:39: error: a date has no offset, which could change its day; write it as text, such as `'Z'`, or use the type timestamp"
      ]),
    ExpectedDiagnostic(
      "a date of a count",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: epoch_seconds }\n"),
      [
        "calls.yaml:14:39: error: a date cannot be read from epoch_seconds, because an instant's day depends on the time zone; use the type timestamp"
      ]),
    ExpectedDiagnostic(
      "an instant whose Z is text",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: timestamp, format: \"yyyy-MM-dd'T'HH:mm:ss'Z'\" }\n"),
      [
        "calls.yaml:14:44: error: `'Z'` is literal text, so that the time would be read in the range's time zone; write XXX, which reads Z as UTC"
      ]),
    ExpectedDiagnostic(
      "a unit that is not counted",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: timestamp, format: epoch_microseconds }\n"),
      [
        "calls.yaml:14:44: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `epoch_microseconds`; only seconds and milliseconds are supported; read the field as integer"
      ]),
    ExpectedDiagnostic(
      "a minute without an hour",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: timestamp, format: yyyy-MM-dd mm:ss }\n"),
      [
        "calls.yaml:14:44: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `yyyy-MM-dd mm:ss`; the pattern has mm (minute) without HH (hour)"
      ]),
    ExpectedDiagnostic(
      "a fraction without a second",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: timestamp, format: yyyyMMdd HHmm SSS }\n"),
      [
        "calls.yaml:14:44: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `yyyyMMdd HHmm SSS`; the pattern has a fraction without ss (second)"
      ]),
    ExpectedDiagnostic(
      "a format with a fault, and a default that it would have read",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: dd/MM/yy, default: 01/10/26 }\n"),
      [
        "calls.yaml:14:39: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `dd/MM/yy`; unknown letter `y`; known: yyyy MM dd HH hh a mm ss SSS SSSSSS XXX; put other text in single quotes"
      ]),
    ExpectedDiagnostic(
      "a default of another form",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: date, format: dd/MM/yyyy, default: 2026-10-01 }\n"),
      [
        "calls.yaml:14:60: error: `default` does not match the field's format, dd/MM/yyyy"
      ]),
    ExpectedDiagnostic(
      "a default that is not a count",
      TestPipeline(adding: "fields:\n  a: { from: ani, type: timestamp, format: epoch_seconds, default: never }\n"),
      [
        "calls.yaml:14:68: error: `default` does not match the field's format, epoch_seconds"
      ]),
    ExpectedDiagnostic(
      "a default with a time of day for a date",
      TestPipeline(
        adding: "fields:\n  a: { from: ani, type: date, format: yyyyMMddHHmm, default: '202610010001' }\n"),
      [
        "calls.yaml:14:62: error: `default` does not match the field's format, yyyyMMddHHmm"
      ]),
    ExpectedDiagnostic(
      "formats and defaults that fit",
      TestPipeline(
        adding: """
          fields:
            a: { from: ani, type: date, format: yyyyMMddHHmm, default: '202610010000' }
            b: { from: /total, type: timestamp, format: epoch_seconds, default: -1.5 }
            c: { from: $parameter.server, type: date, format: yyyyMMdd }

          """),
      []),
  ])
  func `errors in a column's format are reported at their position`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }

  @Test(arguments: [
    ExpectedDiagnostic(
      "a format of a number",
      TestCatalog("id: { type: integer }", "id: { type: integer, format: epoch_seconds }"),
      [
        "acme.yaml:15:36: error: `format` requires the type timestamp, local_timestamp or date, found integer"
      ]),
    ExpectedDiagnostic(
      "a pattern without a year",
      TestCatalog("at: { type: timestamp }", "at: { type: timestamp, format: dd/MM/yy }"),
      [
        "acme.yaml:16:38: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `dd/MM/yy`; unknown letter `y`; known: yyyy MM dd HH hh a mm ss SSS SSSSSS XXX; put other text in single quotes"
      ]),
    ExpectedDiagnostic(
      "a letter without quotes",
      TestCatalog("at: { type: timestamp }", "at: { type: timestamp, format: 'yyyy-MM-ddTHH:mm' }"),
      [
        "acme.yaml:16:38: error: `format`: expected epoch_seconds, epoch_milliseconds or a time pattern such as `dd/MM/yyyy HH:mm:ss`, found `yyyy-MM-ddTHH:mm`; unknown letter `T`; known: yyyy MM dd HH hh a mm ss SSS SSSSSS XXX; put other text in single quotes"
      ]),
    ExpectedDiagnostic(
      "a time that is ours",
      TestCatalog("at: { type: timestamp }", "at: { from: $request.time, format: yyyyMMdd }"),
      [
        "acme.yaml:16:42: error: `format` is the API's time format, but `$request.time` does not come from the API"
      ]),
    ExpectedDiagnostic(
      "a default of another form",
      TestCatalog("at: { type: timestamp }", "at: { type: timestamp, format: dd/MM/yyyy, default: never }"),
      [
        "acme.yaml:16:59: error: `default` does not match the field's format, dd/MM/yyyy"
      ]),
    ExpectedDiagnostic(
      "an offset in a request's times",
      TestCatalog("yyyyMMddHHmmss", "yyyyMMddHHmmssXXX"),
      [
        "acme.yaml:8:19: error: `format`: expected a time pattern such as yyyyMMddHHmmss, found `yyyyMMddHHmmssXXX`; `XXX`, an offset, is allowed only in formats of fields"
      ]),
    ExpectedDiagnostic(
      "half of the day in a request's times",
      TestCatalog("yyyyMMddHHmmss", "yyyyMMddhh"),
      [
        "acme.yaml:8:19: error: `format`: expected a time pattern such as yyyyMMddHHmmss, found `yyyyMMddhh`; `hh` (hour of 1 to 12) and `a` (AM or PM) require each other"
      ]),
    ExpectedDiagnostic(
      "a request's times on a twelve-hour clock, to the hour",
      TestCatalog("yyyyMMddHHmmss }", "yyyyMMddhha, resolution: 1 minute }"),
      [
        "acme.yaml:8:44: error: `resolution` is finer than the smallest unit of `format`"
      ]),
  ])
  func `errors in a catalog's format are reported at their position`(_ diagnostic: ExpectedDiagnostic<TestCatalog>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
