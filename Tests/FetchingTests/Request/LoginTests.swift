import ConfigurationFiles
import Fetching
import Planning
import Records
import TestSupport
import Testing

/// Tests sources that request a token before they request rows.
struct LoginTests {
  static let password = "pass-word-7"
  static func token(_ text: String = "t0ken-of-the-login") -> String { #"{"session":{"token":"\#(text)"},"user":"x"}"# }
  static let unauthorised = ScriptedTransport.Response.body(401, #"{"msg":"Unauthorized"}"#)

  static func fetch(_ change: (inout TestSource) -> Void = { _ in }) -> TestFetch {
    TestFetch {
      $0.auth = TestSource.login
      $0.parameters = ["username": "ann"]
      $0.secrets = ["password": password]
      $0.rules = [TestSource.rule([401], nil, .expired, hint: "Log in again.")]
      change(&$0)
    }
  }

  @Test func `the login happens once, with the first request`() async throws {
    let fetch = LoginTests.fetch()
    let transport = ScriptedTransport([.body(200, LoginTests.token()), .body(200, rows(1)), .body(200, rows(1))])
    let source = try fetch.source(transport)
    #expect(transport.requests.isEmpty)
    _ = try await fetch.fetch(source)
    _ = try await fetch.fetch(source)
    #expect(transport.requests.map(\.method) == ["POST", "GET", "GET"])
    #expect(transport.requests[0].url == "http://api.test/login")
    #expect(
      String(decoding: transport.requests[0].body, as: UTF8.self) == #"{"username":"ann","password":"pass-word-7"}"#)
    #expect(transport.requests[0].headers.map(\.name) == ["Accept", "Content-Type"])
    for request in transport.requests[1...] {
      #expect(request.headers.first { $0.name == "Authorization" }?.value == "Bearer t0ken-of-the-login")
    }
    #expect(await source.counts.logins == 1)
    #expect(await source.counts.calls == 2)
  }

  @Test func `a token that expires during a run is renewed once, and nothing is lost`() async throws {
    let fetch = LoginTests.fetch()
    let transport = ScriptedTransport([
      .body(200, LoginTests.token()), .body(200, rows(1)), LoginTests.unauthorised,
      .body(200, LoginTests.token("another-token")),
      .body(200, rows(2)),
    ])
    let source = try fetch.source(transport)
    _ = try await fetch.fetch(source)
    guard case .rows(let receipt) = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(receipt.rows == 2)
    #expect(transport.requests.map(\.method) == ["POST", "GET", "GET", "POST", "GET"])
    #expect(transport.requests[4].headers.first { $0.name == "Authorization" }?.value == "Bearer another-token")
    #expect(fetch.clock.sleeps == [])
    #expect(fetch.log.events.filter { $0 == .loggedIn }.count == 2)
  }

  @Test(arguments: [
    // Of the base64 text, the user name `ann:` remains.
    ("pass-word-7", #"no pass\u002dword-7, YW5uOnBhc3Mtd29yZC03"#, "no ***, YW5uO***"),
    ("a/c", #"no a\/c, a%2Fc and YS9j"#, "no ***, *** and ***"),
  ])
  func `a rejected login shows no password that it repeats, in any spelling`(
    _ password: String, _ message: String, _ shown: String
  ) async throws {
    let fetch = LoginTests.fetch {
      $0.secrets = ["password": password]
      $0.rules = []
    }
    let source = try fetch.source(ScriptedTransport([.body(403, #"{"message":"\#(message)"}"#)]))
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(error.kind == .denied)
    #expect(error.reason == #"login: HTTP 403, the API reports "\#(shown)""#)
    #expect(!error.description.contains(password))
  }

  @Test func `a new login that does not help ends the run`() async throws {
    let fetch = LoginTests.fetch()
    let transport = ScriptedTransport([
      .body(200, LoginTests.token()), LoginTests.unauthorised, .body(200, LoginTests.token()), LoginTests.unauthorised,
    ])
    let source = try fetch.source(transport)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(error.kind == .denied)
    #expect(
      error.description
        == #"cannot fetch \#(ReportClientTests.window): HTTP 401, the API reports "Unauthorized" (2 tries); a new login did not help; check `source.password` and `source.username`"#
    )
    #expect(transport.requests.count == 4)
  }

  struct Failure: CustomTestStringConvertible, Sendable {
    var response: ScriptedTransport.Response
    var kind: FetchError.Kind
    var message: String
    var requests = 1
    var testDescription: String { message }
  }

  @Test(arguments: [
    Failure(
      response: .body(401, #"{"msg":"wrong password pass-word-7"}"#), kind: .denied,
      message: #"login: HTTP 401, the API reports "wrong password ***"; check `source.password` and `source.username`"#),
    Failure(
      response: .body(403, "no"), kind: .denied,
      message: #"login: HTTP 403, the API reports "no"; check `source.password` and `source.username`"#),
    Failure(
      response: .body(404, ""), kind: .configuration,
      message:
        "login: HTTP 404; unclassified response; check `source` in the pipeline, or add a rule to the catalog's `verdicts`"
    ),
    Failure(
      response: .body(200, #"{"code":"400","msg":"unknown user"}"#), kind: .denied,
      message:
        #"login: HTTP 200 with `code` 400, the API reports "unknown user"; check `source.password` and `source.username`"#
    ),
    Failure(
      response: .body(200, #"{"code":false,"error":"wrong password pass-word-7"}"#), kind: .denied,
      message:
        #"login: HTTP 200 with `code` false, the API reports "wrong password ***"; check `source.password` and `source.username`"#
    ),
    Failure(
      response: .body(200, #"{"error":"invalid_grant","error_description":"the account is locked"}"#), kind: .denied,
      message:
        #"login: HTTP 200, the API reports "the account is locked"; check `source.password` and `source.username`"#),
    Failure(
      response: .body(200, #"{"accessToken":"a-token-where-nobody-looks"}"#), kind: .unavailable,
      message:
        "login: HTTP 200, but the response has no token (3 tries); the source keeps failing; rerun later to resume",
      requests: 3),
    Failure(
      response: .body(200, #"{"code":"200","session":{"token":""}}"#), kind: .unavailable,
      message:
        "login: HTTP 200, but the response has no token (3 tries); the source keeps failing; rerun later to resume",
      requests: 3),
    Failure(
      response: .body(200, "<html>"), kind: .unavailable,
      message:
        "login: HTTP 200, but the response has no token (3 tries); the source keeps failing; rerun later to resume",
      requests: 3),
    Failure(
      response: .body(503, ""), kind: .unavailable,
      message: "login: HTTP 503 (3 tries); the source keeps failing; rerun later to resume", requests: 3),
    Failure(
      response: .failure(TransportError(.unreachable, "cannot reach it")), kind: .unavailable,
      message: "login: cannot reach it (3 tries); check the URL and the network, then rerun to resume",
      requests: 3),
    Failure(
      response: .failure(TransportError(.late, "it did not come")), kind: .unavailable,
      message: "login: it did not come (3 tries); the source keeps failing; rerun later to resume", requests: 3),
    Failure(
      response: .broken(200, "{", TransportError(.late, "it did not finish")), kind: .unavailable,
      message: "login: it did not finish (3 tries); the source keeps failing; rerun later to resume", requests: 3),
    Failure(
      response: .broken(200, "{", TransportError(.cut, "it broke off")), kind: .unavailable,
      message: "login: it broke off (3 tries); the source keeps failing; rerun later to resume", requests: 3),
  ])
  func `a failed login is reported as a login`(_ failure: Failure) async throws {
    let fetch = LoginTests.fetch()
    let transport = ScriptedTransport(Array(repeating: failure.response, count: 9))
    let source = try fetch.source(transport)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(error.description == "cannot fetch \(ReportClientTests.window): \(failure.message)")
    #expect(error.kind == failure.kind)
    #expect(error.scope == .source)
    #expect(transport.requests.allSatisfy { $0.method == "POST" })
    #expect(transport.requests.count == failure.requests)
  }

  @Test func `a login that fails temporarily is retried`() async throws {
    let fetch = LoginTests.fetch()
    let transport = ScriptedTransport([.body(503, ""), .body(200, LoginTests.token()), .body(200, rows(1))])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(transport.requests.map(\.method) == ["POST", "POST", "GET"])
    #expect(fetch.clock.sleeps == [.milliseconds(500)])
  }

  @Test func `the token of a login is redacted like any secret`() async throws {
    let fetch = LoginTests.fetch { $0.retry.tries = 1 }
    let transport = ScriptedTransport([.body(200, LoginTests.token()), .body(418, "t0ken-of-the-login is odd")])
    let source = try fetch.source(transport)
    let error = await #expect(throws: FetchError.self) { try await fetch.fetch(source) }
    #expect(error?.reason == #"HTTP 418, the API reports "*** is odd""#)
  }

  @Test func `an unset secret is reported by name before anything is sent`() async throws {
    let fetch = LoginTests.fetch {
      $0.secrets = [:]
      $0.missing = ["password"]
    }
    let transport = ScriptedTransport([])
    let source = try fetch.source(transport)
    let error = await #expect(throws: FetchError.self) { try await fetch.fetch(source) }
    #expect(
      error?.description
        == "`password` has no value: the environment variable PASSWORD is not set; set `source.password`")
    #expect(error?.kind == .configuration)
    #expect(transport.requests.isEmpty)
  }
}
