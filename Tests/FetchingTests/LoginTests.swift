import Declarations
import Fetching
import Planning
import Records
import TestSupport
import Testing

/// Logging in, and doing without.
struct LoginTests {
  static var source: TestSource {
    var source = TestSource()
    source.auth = TestSource.login
    source.parameters = ["username": "ann \"the\" admin"]
    source.secrets = ["password": "pa\\ss\nword"]
    return source
  }

  static let granted = ScriptedTransport.Answer.body(200, #"{"session":{"token":"first-token-1"}}"#)
  static let renewed = ScriptedTransport.Answer.body(200, #"{"session":{"token":"second-token-2"}}"#)
  static let expired = ScriptedTransport.Answer.body(401, #"{"msg":"jwt expired"}"#)

  @Test func `a login comes before the first request and serves all`() async throws {
    let bench = SourceTests.Bench(LoginTests.source, [LoginTests.granted, .body(200, rows(1)), .body(200, rows(2))])
    let fetching = try bench.fetching()
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    let requests = bench.transport.requests
    #expect(
      requests.map(\.description) == [
        "POST http://api.test/login",
        "GET http://api.test/calls?from=20261001000000&to=20261001235959",
        "GET http://api.test/calls?from=20261001000000&to=20261001235959",
      ])
    #expect(
      String(decoding: requests[0].body, as: UTF8.self)
        == #"{"username":"ann \"the\" admin","password":"pa\\ss\u000aword"}"#)
    #expect(
      requests[0].headers.map { "\($0.name): \($0.value)" } == [
        "Accept: application/json", "Content-Type: application/json",
      ])
    #expect(requests[0].window == nil)
    for request in requests[1...] { #expect(request.headers.last?.value == "Bearer first-token-1") }
    #expect(
      bench.log.events == [.loggedIn, .sending(TestSource.day, attempt: 1), .sending(TestSource.day, attempt: 1)])
    let counts = await fetching.counts
    #expect(counts.logins == 1)
    #expect(counts.calls == 2)
    #expect(counts.retries == 0)
  }

  @Test func `a token that runs out is renewed once, at once, and nothing is lost`() async throws {
    let bench = SourceTests.Bench(
      LoginTests.source, [LoginTests.granted, LoginTests.expired, LoginTests.renewed, .body(200, rows(3))])
    guard case .rows(let receipt) = try await bench.fetch() else {
      Issue.record("no rows")
      return
    }
    #expect(receipt.rows == 3)
    #expect(bench.transport.requests[3].headers.last?.value == "Bearer second-token-2")
    #expect(bench.clock.sleeps.isEmpty)
  }

  @Test func `a token that is refused right after a new login ends the fetch`() async throws {
    let bench = SourceTests.Bench(
      LoginTests.source, [LoginTests.granted, LoginTests.expired, LoginTests.renewed, LoginTests.expired])
    let error = await #expect(throws: FetchError.self) { try await bench.fetch() }
    #expect(
      error?.description
        == "cannot fetch \(SourceTests.window): HTTP 401, the API says \"jwt expired\" (2 tries); "
        + "a new login did not help: check `source.password` and `source.username`")
    #expect(error?.kind == .denied)
    #expect(error?.scope == .source)
  }

  @Test func `a token that runs out in another window is renewed again`() async throws {
    let bench = SourceTests.Bench(
      LoginTests.source,
      [
        LoginTests.granted, LoginTests.expired, LoginTests.renewed, .body(200, rows(1)), LoginTests.expired,
        LoginTests.granted, .body(200, rows(1)),
      ])
    let fetching = try bench.fetching()
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    #expect(await fetching.counts.logins == 3)
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    var name: String
    var answers: [ScriptedTransport.Answer]
    var reason: String
    var kind: FetchError.Kind
    var testDescription: String { name }
  }

  @Test(arguments: [
    Refusal(
      name: "401", answers: [.body(401, #"{"msg":"wrong password"}"#)],
      reason: "login: HTTP 401, the API says \"wrong password\"",
      kind: .denied),
    Refusal(name: "403", answers: [.body(403, "")], reason: "login: HTTP 403", kind: .denied),
    Refusal(
      name: "a failure in a 200", answers: [.body(200, #"{"code":500,"msg":"unknown user"}"#)],
      reason: "login: HTTP 200 with `code` 500, the API says \"unknown user\"", kind: .denied),
    Refusal(name: "400", answers: [.body(400, "")], reason: "login: HTTP 400", kind: .configuration),
    Refusal(
      name: "no token, and no success", answers: [.body(200, #"{"session":{"token":""},"code":true}"#)],
      reason: "login: HTTP 200 with `code` true", kind: .denied),
    Refusal(
      name: "a token elsewhere", answers: Array(repeating: .body(200, #"{"token":"abc"}"#), count: 3),
      reason: "login: HTTP 200, but the answer holds no token", kind: .unavailable),
    Refusal(
      name: "a web page", answers: Array(repeating: .body(200, "<html>"), count: 3),
      reason: "login: HTTP 200, but the answer holds no token", kind: .unavailable),
    Refusal(
      name: "5xx", answers: Array(repeating: .body(500, ""), count: 3), reason: "login: HTTP 500", kind: .unavailable),
    Refusal(
      name: "cut", answers: Array(repeating: .broken(200, "{", SourceTests.cut), count: 3),
      reason: "login: \(SourceTests.cut)", kind: .unavailable),
    Refusal(
      name: "unreachable",
      answers: Array(
        repeating: .failure(TransportError(.unreachable, "cannot reach http://api.test: connection refused")), count: 3),
      reason: "login: cannot reach http://api.test: connection refused", kind: .unavailable),
    Refusal(
      name: "endless", answers: Array(repeating: .body(200, String(repeating: "[", count: 200_000)), count: 3),
      reason: "login: HTTP 200, but the answer holds no token", kind: .unavailable),
  ])
  func `a login that fails is told as such`(_ refusal: Refusal) async throws {
    let bench = SourceTests.Bench(LoginTests.source, refusal.answers)
    let error = await #expect(throws: FetchError.self) { try await bench.fetch() }
    #expect(error?.reason == refusal.reason)
    #expect(error?.kind == refusal.kind)
    #expect(error?.scope == .source)
    #expect(bench.transport.requests.count == refusal.answers.count)
  }

  @Test func `neither token nor password is shown, whatever the API echoes`() async throws {
    let echo = #"{"msg":"no such token first-token-1 for s3cret-password"}"#
    var source = LoginTests.source
    source.secrets = ["password": "s3cret-password"]
    source.retry.tries = 1
    let bench = SourceTests.Bench(source, [LoginTests.granted, .body(500, echo)])
    let error = await #expect(throws: FetchError.self) { try await bench.fetch() }
    #expect(error?.reason == "HTTP 500, the API says \"no such token *** for ***\"")
  }

  @Test func `a bearer token is sent as one`() async throws {
    var source = TestSource()
    source.auth = .bearer(token: TestSource.template("{token}"))
    let bench = SourceTests.Bench(source, [.body(200, rows(1))])
    _ = try await bench.fetch()
    #expect(bench.transport.requests[0].headers.last?.name == "Authorization")
    #expect(bench.transport.requests[0].headers.last?.value == "Bearer s3cret-token-42")
  }
}
