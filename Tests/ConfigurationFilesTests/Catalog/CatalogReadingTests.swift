import ConfigurationFiles
import Records
import Testing

@Suite struct CatalogReadingTests {
  private static let whole = """
    system: acme
    title: Acme
    help: Everything.
    base_url: https://{region}.example.com/api
    parameters:
      region: { help: The region., example: eu, default: us, values: [eu, us] }
    secrets:
      key: { help: A key. }
      user: {}
    auth:
      - { bearer: "{key}" }
      - login:
          request: { method: PUT, path: "/login/{region}", query: { u: "{user}" }, headers: { A: b }, body: { k: "{key}" } }
          token_path: data.token
          header: x-token
          value: "T {token}"
    window: { format: "yyyy-MM-dd'T'HH:mm", zone: range, end: inclusive, resolution: 5 minutes }
    limits: { records: 100, window: 31 days, bytes: 1 MB, time: 60 s, in_flight: 2, calls_per_day: 1000 }
    envelope:
      records: result.rows
      success: { at: ok, any_of: [true, "200"] }
      declared: { at: total, pattern: '^(\\d+)', sample: "{count} rows", required: true }
      message: error.text
    verdicts:
      - { status: [404, 5xx], message: no data, verdict: empty, hint: Fine., sample: there is NO DATA }
    reports:
      calls:
        title: Calls
        help: One a call.
        request: { path: /calls, query: { from: "{window.start}", to: "{window.end}", region: "{region}", q: "{kind}" } }
        grain: event
        time: at
        parameters: { kind: { default: all } }
        window: { end: exclusive }
        limits: { records: 10 }
        envelope: { records: . }
        verdicts: [{ status: 409, verdict: busy }]
        partition: at={window.date}/{chunk}
        fields:
          id: { type: integer, required: true, help: Number., sample: { like: id, as_text: true } }
          at: { from: [at, time.start], type: timestamp, null_if: ["", "-"], trim: true, default: "0" }
          tags: { join: ";", sample: { values: [a, b], missing: 10% } }
          total: { from: /total, type: integer }
          run: { from: $run.id }
      sums: { request: { path: /sums }, grain: window }

    """

  @Test func `every key of a system is read`() throws {
    let system = try TestCatalog(text: CatalogReadingTests.whole).read()
    #expect(system.name == "acme")
    #expect(system.title == "Acme")
    #expect(system.help == "Everything.")
    #expect(system.origin == "acme.yaml")
    #expect(system.baseURL.description == "https://{region}.example.com/api")
    #expect(system.parameters.map(\.name) == ["region"])
    #expect(system.parameters[0].help == "The region.")
    #expect(system.parameters[0].example == "eu")
    #expect(system.parameters[0].defaultValue == "us")
    #expect(system.parameters[0].values == ["eu", "us"])
    #expect(system.secrets.map(\.name) == ["key", "user"])
    #expect(system.window.pattern.text == "yyyy-MM-dd'T'HH:mm")
    #expect(system.window.usesRangeZone)
    #expect(system.window.endIsInclusive)
    #expect(system.window.resolution == .seconds(300))
    #expect(
      system.limits
        == Limits(
          records: 100, window: .seconds(31 * 86_400), bytes: 1_000_000, time: .seconds(60), inFlight: 2,
          callsPerDay: 1_000))
    #expect(system.envelope.records == ["result", "rows"])
    #expect(system.envelope.success?.at == ["ok"])
    #expect(system.envelope.success?.anyOf == ["true", "200"])
    #expect(system.envelope.declared?.at == ["total"])
    #expect(system.envelope.declared?.pattern == "^(\\d+)")
    #expect(system.envelope.declared?.sample?.description == "{count} rows")
    #expect(system.envelope.declared?.isRequired == true)
    #expect(system.envelope.message == ["error", "text"])
    #expect(system.verdicts[0].statuses == [404] + Array(500...599))
    #expect(system.verdicts[0].message == "no data")
    #expect(system.verdicts[0].verdict == .empty)
    #expect(system.verdicts[0].hint == "Fine.")
  }

  @Test func `ways to authenticate are read in order`() throws {
    let system = try TestCatalog(text: CatalogReadingTests.whole).read()
    #expect(system.auth.map { $0.tokens } == [["key"], ["region", "user", "key"]])
    guard case .login(let login) = system.auth[1], case .json(let body) = login.request.body else {
      Issue.record("the second way is not a login with a JSON body")
      return
    }
    #expect(login.request.method == "PUT")
    #expect(login.request.path.description == "/login/{region}")
    #expect(login.request.query.map { "\($0.name)=\($0.value)" } == ["u={user}"])
    #expect(login.request.headers.map { "\($0.name)=\($0.value)" } == ["A=b"])
    #expect(body.map { "\($0.name)=\($0.value)" } == ["k=\"{key}\""])
    #expect(login.basic == nil)
    #expect(login.tokenPath == ["data", "token"])
    #expect(login.header == "x-token")
    #expect(login.value.description == "T {token}")
  }

  @Test func `a report overrides its system key by key`() throws {
    let system = try TestCatalog(text: CatalogReadingTests.whole).read()
    let calls = system.reports[0]
    #expect(calls.name == "calls")
    #expect(calls.title == "Calls")
    #expect(calls.request.method == "GET")
    #expect(calls.request.query.map(\.name) == ["from", "to", "region", "q"])
    #expect(calls.grain == .event)
    #expect(calls.timeField == "at")
    #expect(calls.parameters.map(\.name) == ["kind"])
    #expect(!calls.window.endIsInclusive)
    #expect(calls.window.resolution == .seconds(300))
    #expect(calls.limits.records == 10)
    #expect(calls.limits.bytes == 1_000_000)
    #expect(calls.envelope.records.isEmpty)
    #expect(calls.envelope.message == ["error", "text"])
    #expect(calls.verdicts.map(\.verdict) == [.busy, .empty])
    #expect(calls.partition?.description == "at={window.date}/{chunk}")
    let sums = system.reports[1]
    #expect(sums.title == "sums")
    #expect(sums.grain == .window)
    #expect(sums.fields.isEmpty)
    #expect(sums.limits == system.limits)
  }

  @Test func `fields have types, names and hints`() throws {
    let fields = try TestCatalog(text: CatalogReadingTests.whole).read().reports[0].fields
    #expect(fields.map(\.name) == ["id", "at", "tags", "total", "run"])
    #expect(fields.map(\.type) == [.integer, .timestamp, .string, .integer, .string])
    #expect(fields[0].isRequired)
    #expect(fields[0].sample?.like == .id)
    #expect(fields[0].sample?.asText == true)
    #expect(fields[1].origin == .record([.init(["at"]), .init(["time", "start"])]))
    #expect(fields[1].nullIf == ["", "-"])
    #expect(fields[1].trim)
    #expect(fields[1].defaultValue == "0")
    #expect(fields[2].join == ";")
    #expect(fields[2].sample?.values == ["a", "b"])
    #expect(fields[2].sample?.missing == 0.1)
    #expect(fields[3].origin == .response(.init(["total"])))
    #expect(fields[4].origin == .run)
  }

  @Test func `a minimal system has sensible defaults`() throws {
    let system = try TestCatalog().read()
    #expect(system.title == "acme")
    #expect(!system.window.usesRangeZone)
    #expect(!system.window.endIsInclusive)
    #expect(system.window.resolution == .seconds(1))
    #expect(system.limits == Limits())
    #expect(system.verdicts.isEmpty)
  }
}
