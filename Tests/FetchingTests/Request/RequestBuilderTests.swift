import ConfigurationFiles
import Fetching
import Planning
import Records
import TestSupport
import Testing

struct RequestBuilderTests {
  @Test(arguments: [
    ("2026-10-01 05:00", "2026-10-01%2005%3A00"), ("%Y-%m-%d %H", "%25Y-%25m-%25d%20%25H"),
    ("a-z_A.Z~09", "a-z_A.Z~09"),
    ("a/b?c&d=e+f#g", "a%2Fb%3Fc%26d%3De%2Bf%23g"), ("ñ€😀", "%C3%B1%E2%82%AC%F0%9F%98%80"), ("", ""),
    ("\r\n\0", "%0D%0A%00"), ("{}", "%7B%7D"),
  ])
  func `all characters except unreserved ones are encoded`(_ text: String, _ encoded: String) {
    #expect(text.percentEncoded == encoded)
  }

  @Test func `a window is shown as it is sent`() {
    let builder = RequestBuilder(TestSource().declaration, zone: TestSource.bogota)
    let shown = builder.describe(TestSource.day)
    #expect(shown.method == "GET")
    #expect(shown.url == "http://api.test/calls?from=20261001000000&to=20261001235959")
    #expect(shown.body == nil)
  }

  @Test func `a body is shown as it is sent, without its secrets`() {
    var source = TestSource()
    source.method = "POST"
    source.query = []
    source.parameters = ["echo": "s3cret-token-42"]
    source.body = .json([
      ("from", .text(TestSource.template("{window.start}"))), ("key", .text(TestSource.template("{token}"))),
      ("echo", .text(TestSource.template("{echo}"))), ("no", .text(TestSource.template("{unset}"))),
      ("size", .literal("5")),
    ])
    let json = RequestBuilder(source.declaration, zone: TestSource.bogota).describe(TestSource.day)
    #expect(
      json.description
        == #"POST http://api.test/calls {"from":"20261001000000","key":"***","echo":"***","no":"{unset}","size":5}"#)
    source.body = .form([("from", TestSource.template("{window.start}")), ("key", TestSource.template("{token}"))])
    #expect(
      RequestBuilder(source.declaration, zone: TestSource.bogota).describe(TestSource.day).body
        == "from=20261001000000&key=***")
  }

  @Test func `instants are encoded in a query`() {
    var source = TestSource()
    source.format = TestSource.format(
      "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", usesRangeZone: false, endIsInclusive: true, resolution: .milliseconds(1))
    #expect(
      RequestBuilder(source.declaration, zone: TestSource.bogota).describe(TestSource.day).url
        == "http://api.test/calls?from=2026-10-01T05%3A00%3A00.000Z&to=2026-10-02T04%3A59%3A59.999Z")
  }

  @Test func `parameters fill the path as segments and the query as values`() {
    var source = TestSource()
    source.path = "/api/{codename}/stats"
    source.query = [("group", "{date_format}"), ("fixed", "a b")]
    source.parameters = ["codename": "a/../b", "date_format": "%Y-%m-%d %H"]
    #expect(
      RequestBuilder(source.declaration, zone: .utc).describe(TestSource.day).url
        == "http://api.test/api/a%2F..%2Fb/stats?group=%25Y-%25m-%25d%20%25H&fixed=a%20b")
  }

  @Test func `names are encoded like values`() {
    var source = TestSource()
    source.query = [("StartTime>", "{window.start}"), ("a b", "c")]
    #expect(
      RequestBuilder(source.declaration, zone: TestSource.bogota).describe(TestSource.day).url
        == "http://api.test/calls?StartTime%3E=20261001000000&a%20b=c")
  }

  @Test func `a request is shown without its secrets, set or not`() {
    var source = TestSource()
    source.query = [("key", "{token}"), ("other", "{short}")]
    source.secrets = ["token": "s3cret token/42", "short": "abc"]
    #expect(
      RequestBuilder(source.declaration, zone: .utc).describe(TestSource.day).url
        == "http://api.test/calls?key=***&other=***")
    source.secrets = [:]
    source.missing = ["short"]
    #expect(
      RequestBuilder(source.declaration, zone: .utc).describe(TestSource.day).url
        == "http://api.test/calls?key=***&other=***")
  }

  @Test func `a secret that a parameter repeats is redacted too`() {
    var source = TestSource()
    source.query = [("user", "{user}")]
    source.parameters = ["user": "s3cret-token-42"]
    #expect(
      RequestBuilder(source.declaration, zone: .utc).describe(TestSource.day).url == "http://api.test/calls?user=***")
  }

  @Test func `a URL without a parameter's value shows its name`() {
    var source = TestSource()
    source.baseURL = ""
    #expect(
      RequestBuilder(source.declaration, zone: .utc).describe(TestSource.day).url.hasPrefix(
        "https://{server}.acme.test/calls?"))
  }

  @Test func `the sent request has the secret, and the shown one does not`() async throws {
    var source = TestSource()
    source.query = [("key", "{token}")]
    source.headers = [("X-Client", "tests")]
    let transport = ScriptedTransport([.body(200, rows(1))])
    let outcome = try await ReportClient(
      source.declaration, zone: .utc, transport: transport, clock: ManualWallClock(TestSource.now)
    ).fetch(TestSource.day, consume: TestReader().read)
    guard case .rows = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let request = transport.requests[0]
    #expect(request.url == "http://api.test/calls?key=s3cret-token-42")
    #expect(
      request.headers.map { "\($0.name): \($0.value)" } == [
        "X-Client: tests", "Accept: application/json", "x-token: s3cret-token-42",
      ])
    #expect("\(request)" == "GET http://api.test/calls?key=***")
    #expect(String(reflecting: request) == "GET http://api.test/calls?key=***")
    var dumped = ""
    dump(request, to: &dumped)
    #expect(!dumped.contains("s3cret"))
  }

  @Test func `a secret without a value is reported with the reason`() async throws {
    var source = TestSource()
    source.secrets = [:]
    source.missing = ["token"]
    let transport = ScriptedTransport([])
    let fetching = try ReportClient(
      source.declaration, zone: .utc, transport: transport, clock: ManualWallClock(TestSource.now))
    let error = await #expect(throws: FetchError.self) {
      try await fetching.fetch(TestSource.day, consume: TestReader().read)
    }
    #expect(
      error?.description
        == "cannot fetch 2026-10-01T05:00:00Z..2026-10-02T05:00:00Z: `token` has no value: the environment variable TOKEN is not set; "
        + "set `source.token`")
    #expect(error?.kind == .configuration)
    #expect(transport.requests.isEmpty)
  }
}
