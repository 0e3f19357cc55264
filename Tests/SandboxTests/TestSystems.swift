import ConfigurationFiles
import Records
import Sandbox

/// Catalog entries for tests, one for each kind of API.
enum TestSystems {
  /// Local time, inclusive ends to the second, a header token, texts for numbers, a count in words.
  static let calls = system(
    "calls", auth: [.header(name: "calls-token", value: text("{token}"))],
    window: window("yyyyMMddHHmmss", local: true, inclusive: true, resolution: .seconds(1)),
    limits: Limits(records: 500, window: .seconds(31 * 86_400), inFlight: 1, callsPerDay: 1_000),
    envelope: Envelope(
      records: ["data"], success: (["code"], ["200"]),
      declared: DeclaredCount(at: ["msg"], pattern: #"^(\d+) records"#, sample: text("{count} records were found")),
      message: ["msg"]),
    verdicts: [
      rule([404], "validate.*date", .empty, "PLEASE VALIDATE THE DATES"),
      rule([400], "does not exist", .fatal, "THE API DOES NOT EXIST"),
      rule([400], "required", .fatal, "SOME PARAMETERS ARE REQUIRED"),
      rule([400], nil, .fatal, nil),
      rule([401], nil, .denied, "PLEASE ENTER THE TOKEN"),
      rule([403], "validate token", .denied, "PLEASE VALIDATE TOKEN"),
      rule([403], "token limit", .quota, "TOKEN LIMIT EXCEEDED"),
      rule([403], "simultaneous", .busy, "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS"),
    ],
    reports: [
      report(
        "transfers", query: windowQuery("transfers"), grain: .event,
        fields: [
          field("conn_id", hint: hint(like: .id)), field("skill_id", hint: hint(like: .id), nullIf: ["-"]),
          field("date", .localTimestamp, hint: hint(like: .time)),
          field("ani", hint: hint(like: .phone)), field("agent", hint: hint(like: .person)),
          field("time", .seconds, hint: hint(like: .duration)),
          field("kind", hint: hint(values: ["in", "out \"pre\"", "transfer"])),
          field("cod_act", hint: hint(like: .word, missing: 0.25)),
        ]),
      report(
        "mails", query: windowQuery("mails"), grain: .event,
        fields: [
          field("date", .localTimestamp, hint: hint(like: .time)), field("from", hint: hint(like: .email)),
          field("subject", hint: hint(like: .sentence)), field("body", hint: hint(like: .message)),
        ]),
      report(
        "channels", query: windowQuery("channels"), grain: .window,
        fields: [
          field(
            "channel", origin: .record([path("channel"), path("chanel")]),
            hint: hint(like: .key, values: ["web", "chat", "mail"])),
          field("interaction", .integer, hint: hint(like: .count, asText: true)),
        ]),
      report(
        "clicks", query: windowQuery("clicks"), grain: .window,
        fields: [
          field("bots", .integer, hint: hint(like: .count)), field("agents", .integer),
          field("busy", .seconds),
        ]),
    ])

  /// UTC with milliseconds, a login or an own token, booleans for success, nested names.
  static let chats = system(
    "chats",
    auth: [
      .bearer(token: text("{access_token}")),
      .login(
        LoginMethod(
          request: RequestTemplate(
            method: "POST", path: text("/api/login"),
            body: .json([("username", .text(text("{username}"))), ("password", .text(text("{password}")))])),
          tokenPath: ["auth", "token"], header: "Authorization", value: text("Bearer {token}"))),
    ],
    window: window("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", local: false, inclusive: true, resolution: .milliseconds(1)),
    envelope: Envelope(
      records: ["result", "operators"], success: (["status"], ["true"]), declared: nil, message: ["message"]),
    verdicts: [rule([401], "expired", .expired, "jwt expired"), rule([403], nil, .denied, "forbidden")],
    reports: [
      report(
        "operators", path: "/api/{codename}/operators",
        query: [("startDate", text("{window.start}")), ("endDate", text("{window.end}"))], grain: .window,
        fields: [
          field("id", origin: .record([path("_id")]), hint: hint(like: .key)),
          field("given", origin: .record([path("name", "given")]), hint: hint(like: .person)),
          field("family", origin: .record([path("name", "family")]), hint: hint(like: .person)),
          field("origins", .json, hint: hint(values: ["a1", "b2"])),
          field("resolved", .integer), field("nps", .double), field("seen", .timestamp),
          field("pending", .integer, origin: .response(path("queryPending")), hint: hint(like: .count)),
        ]),
      report(
        "export", path: "/api/{codename}/export",
        query: [
          ("typeUser", text("{type_user}")), ("startDate", text("{window.start}")), ("endDate", text("{window.end}")),
        ], grain: .request, parameters: [parameter("type_user", values: ["all", "promoter"])], fields: []),
      report(
        "dashboard", path: "/api/{codename}/bigquery",
        query: [
          ("group", text("{date_format}")), ("startDate", text("{window.start}")), ("endDate", text("{window.end}")),
        ], grain: .window, parameters: [parameter("date_format", defaultValue: "%Y-%m-%d %H")],
        envelope: Envelope(records: [], success: nil, declared: nil, message: nil),
        fields: [
          field("date", hint: hint(like: .time)), field("users", .integer), field("csat", .double),
        ]),
    ])

  /// An API unlike the others: POST with a JSON body, epoch seconds, exclusive ends, no token.
  static let meters = system(
    "meters", auth: [], window: window("epoch_seconds", local: false, inclusive: false, resolution: .seconds(1)),
    envelope: Envelope(
      records: ["rows"], success: nil, declared: DeclaredCount(at: ["meta", "n"], pattern: nil, sample: nil),
      message: nil),
    verdicts: [],
    reports: [
      report(
        "readings", method: "POST", path: "/v3/readings", query: [], grain: .event,
        body: .json([("since", .text(text("{window.start}"))), ("until", .text(text("{window.end}")))]),
        fields: everyType)
    ])

  /// A field of each type and each likeness.
  static let everyType: [CatalogField] =
    ColumnType.allCases.map { field("type_\($0.rawValue)", $0) }
    + ColumnType.allCases.map { field("text_\($0.rawValue)", $0, hint: hint(asText: true)) }
    + SampleHint.Likeness.allCases.map { field("like_\($0.rawValue)", hint: hint(like: $0)) }
    + [
      field("at", .timestamp, hint: hint(like: .time)), field("epoch", .integer, hint: hint(like: .time)),
      field("stamp", .timestamp, format: "epoch_seconds", hint: hint(like: .time)),
      field("local", .localTimestamp, format: "dd/MM/yyyy HH:mm:ss", hint: hint(like: .time)),
      field("number_id", .integer, hint: hint(like: .id)),
      field("number_choice", .integer, hint: hint(values: ["1", "-20", "null"])),
      field("flag", .boolean, hint: hint(values: ["true"])),
    ]

  static func text(_ template: String) -> Template { try! Template(template) }

  static func path(_ keys: String...) -> FieldOrigin.KeyPath { FieldOrigin.KeyPath(keys) }

  static func window(_ pattern: String, local: Bool, inclusive: Bool, resolution: Duration) -> WindowFormat {
    WindowFormat(
      pattern: try! TimePattern(pattern), usesRangeZone: local, endIsInclusive: inclusive, resolution: resolution)
  }

  static func system(
    _ name: String, auth: [AuthMethod], window: WindowFormat, limits: Limits = Limits(), envelope: Envelope,
    verdicts: [VerdictRule], reports: [CatalogReport]
  ) -> CatalogSystem {
    let complete = reports.map { report in
      var report = report
      report.window = window
      report.limits = limits
      report.verdicts = verdicts
      if report.envelope.records == ["?"] { report.envelope = envelope }
      return report
    }
    return CatalogSystem(
      name: name, title: "The \(name) API", help: nil, baseURL: text("https://\(name).example.com"), parameters: [],
      secrets: [], auth: auth, window: window, limits: limits, envelope: envelope, verdicts: verdicts,
      reports: complete, origin: "tests")
  }

  static func report(
    _ name: String, method: String = "GET", path: String = "/reports.php", query: [(name: String, value: Template)],
    grain: Grain, parameters: [Parameter] = [], body: RequestBody = .none,
    envelope: Envelope = Envelope(records: ["?"], success: nil, declared: nil, message: nil), fields: [CatalogField]
  ) -> CatalogReport {
    CatalogReport(
      name: name, title: "Report \(name)", help: nil,
      request: RequestTemplate(method: method, path: text(path), query: query, body: body), grain: grain,
      timeField: nil, parameters: parameters,
      window: window("yyyyMMdd", local: true, inclusive: true, resolution: .seconds(1)), limits: Limits(),
      envelope: envelope, verdicts: [], fields: fields, partition: nil)
  }

  static func windowQuery(_ api: String) -> [(name: String, value: Template)] {
    [("api", text(api)), ("ini", text("{window.start}")), ("end", text("{window.end}"))]
  }

  static func parameter(_ name: String, defaultValue: String? = nil, values: [String] = []) -> Parameter {
    Parameter(name: name, help: nil, example: nil, defaultValue: defaultValue, values: values)
  }

  static func field(
    _ name: String, _ type: ColumnType = .string, format: String? = nil, origin: FieldOrigin? = nil,
    hint: SampleHint? = nil, nullIf: [String] = []
  ) -> CatalogField {
    CatalogField(
      name: name, origin: origin ?? .record([path(name)]), type: type, format: format.map { try! TimePattern($0) },
      help: nil, nullIf: nullIf, trim: false, defaultValue: nil, join: nil, isRequired: false, sample: hint)
  }

  static func hint(
    like: SampleHint.Likeness? = nil, values: [String] = [], asText: Bool = false, missing: Double = 0
  ) -> SampleHint {
    SampleHint(like: like, values: values, asText: asText, missing: missing)
  }

  static func rule(_ statuses: [Int], _ message: String?, _ verdict: VerdictKind, _ sample: String?) -> VerdictRule {
    VerdictRule(statuses: statuses, message: message, verdict: verdict, hint: nil, sample: sample)
  }
}

extension CatalogSystem {
  func report(_ name: String) -> CatalogReport { reports.first { $0.name == name }! }

  func data(_ report: String, _ options: SandboxOptions = SandboxOptions()) -> SandboxData {
    SandboxData(system: self, report: self.report(report), options: options)
  }
}

/// A span of civil times given as text: `2026-10-01T00:00:00`.
func span(_ start: String, _ end: String) -> Range<CivilTime> {
  let times = [start, end].map { ISO8601Parser.civilTime(Array($0.utf8))! }
  return times[0]..<times[1]
}
