import ConfigurationFiles
import Fetching
import Planning
import Records
import Storage
import Synchronization
import TestSupport
import Testing

struct ReportClientTests {
  static let window = "2026-10-01T05:00:00Z..2026-10-02T05:00:00Z"
  static func refusal(_ code: Int, _ message: String) -> String { #"{"code":"\#(code)","msg":"\#(message)"}"# }
  static let token = #"{"session":{"token":"t0ken-of-the-login"}}"#

  // MARK: Success

  @Test func `rows have a receipt after one request with the secret only in its header`() async throws {
    let fetch = TestFetch()
    let transport = ScriptedTransport([.body(200, rows(2))])
    let source = try fetch.source(transport)
    guard case .rows(let receipt) = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(receipt.window == TestSource.day)
    #expect(receipt.status == 200)
    #expect(receipt.rows == 2)
    #expect(receipt.declared == 2)
    #expect(receipt.bytes == rows(2).utf8.count)
    #expect(receipt.requestedAt == TestSource.now)
    #expect(transport.requests.map(\.url) == ["http://api.test/calls?from=20261001000000&to=20261001235959"])
    #expect(
      transport.requests[0].headers.map { "\($0.name): \($0.value)" } == [
        "Accept: application/json", "x-token: s3cret-token-42",
      ])
    #expect(await source.counts.calls == 1)
    #expect(await source.counts.retries == 0)
    #expect(await source.counts.bytes == rows(2).utf8.count)
  }

  @Test func `an empty window has a reason`() async throws {
    let fetch = TestFetch { $0.rules = [TestSource.rule([404], "nothing", .empty)] }
    let outcome = try await fetch.fetch([.body(404, ReportClientTests.refusal(404, "nothing there"))])
    guard case .empty(let receipt, let reason) = outcome else { throw Unexpected() }
    #expect(reason == #"HTTP 404, the API reports "nothing there""#)
    #expect(receipt.status == 404)
  }

  @Test func `an HTTP 204 response is empty if a rule matches`() async throws {
    let ruled = TestFetch { $0.rules = [TestSource.rule([204], nil, .empty)] }
    guard case .empty(let receipt, _) = try await ruled.fetch([.body(204, "")]) else { throw Unexpected() }
    #expect(receipt.status == 204)
    let error = try await TestFetch().failure([.body(204, ""), .body(204, ""), .body(204, "")])
    #expect(error.kind == .badData)
  }

  @Test func `a window that is too large is returned immediately with its declared count`() async throws {
    let fetch = TestFetch()
    guard
      case .tooLarge(let receipt, let reason, let shown) = try await fetch.fetch([.body(200, rows(9, declared: 40))])
    else {
      throw Unexpected()
    }
    #expect(receipt?.declared == 40)
    #expect(shown == RecordEvidence(held: 9, declared: 40))
    #expect(reason == "the response declares 40 records but contains 9")
    #expect(fetch.clock.sleeps == [])
  }

  @Test func `a window that timed out is requested once more, then returned without a receipt`() async throws {
    let fetch = TestFetch()
    let late = ScriptedTransport.Response.failure(TransportError(.late, "it did not finish"))
    let outcome = try await fetch.fetch([late, late])
    #expect(outcome == .tooLarge(nil, reason: "it did not finish", shown: RecordEvidence()))
    #expect(
      fetch.log.lines == [
        "\(ReportClientTests.window): it did not finish; retrying in 500 ms. Raise `source.timeout.total` if the server needs longer, or use a shorter `chunk`."
      ])
    guard case .rows = try await fetch.fetch([late, .body(200, rows(1))]) else { throw Unexpected() }
  }

  @Test func `a window is not requested once more while the server is known to be slow`() async throws {
    let fetch = TestFetch()
    let transport = ScriptedTransport([.failure(TransportError(.late, "it did not finish"))])
    let source = try fetch.source(transport)
    let outcome = try await source.fetch(TestSource.day, retriesStall: false) { _ in ParsedResponse() }
    #expect(outcome == .tooLarge(nil, reason: "it did not finish", shown: RecordEvidence()))
    #expect(transport.requests.count == 1)
  }

  @Test func `a response that never ends ends a report that cannot be split with advice on its timeout`() async throws {
    let fetch = TestFetch {
      $0.grain = .window
      $0.retry.tries = 2
    }
    let late = ScriptedTransport.Response.failure(TransportError(.late, "it did not finish"))
    let error = try await fetch.failure([late, late])
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): it did not finish (2 tries); raise `source.timeout.total` if the server needs longer, or use a shorter `chunk`; rerun later to resume"
    )
    #expect(
      fetch.log.lines == [
        "\(ReportClientTests.window): it did not finish; retrying in 500 ms. Raise `source.timeout.total` if the server needs longer, or use a shorter `chunk`."
      ])
  }

  // MARK: Contradictions

  static let cut = ScriptedTransport.Response.broken(
    200, #"{"code":"200","msg":"3 records were found","data":[{"id":"1"},{"id":"2"},{"id"#,
    TransportError(.cut, "it broke off"))

  @Test(arguments: [
    (ScriptedTransport.Response.body(404, refusal(404, "nothing there")), 0), (.body(200, rows(0)), 0),
    (.body(200, rows(1)), 1),
  ])
  func `a response with fewer records than one that was cut is requested once more, then fails`(
    _ response: ScriptedTransport.Response, _ count: Int
  ) async throws {
    let fetch = TestFetch {
      $0.rules = [TestSource.rule([404], "nothing", .empty)]
      $0.retry.tries = 5
    }
    let transport = ScriptedTransport([Self.cut, response, response, response])
    let source = try fetch.source(transport)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): the response has \(count) records, but an incomplete response before it showed at least 2 (3 tries); nothing was published; rerun to try again"
    )
    #expect(error.kind == .badData)
    #expect(error.scope == .chunk)
    #expect(transport.requests.count == 3)
    #expect(
      fetch.log.lines.last
        == "\(ReportClientTests.window): the response has \(count) records, but an incomplete response before it showed at least 3; retrying in 1 s"
    )
  }

  @Test func `a response that confirms what was seen before a cut is taken`() async throws {
    let fetch = TestFetch { $0.retry.tries = 5 }
    guard case .rows(let receipt) = try await fetch.fetch([Self.cut, .body(200, rows(0)), .body(200, rows(3))]) else {
      throw Unexpected()
    }
    #expect(receipt.rows == 3)
    // Two records were seen, and the third was only declared.
    let declared = try await fetch.fetch([Self.cut, .body(200, rows(2)), .body(200, rows(2))])
    guard case .rows(let receipt) = declared else { throw Unexpected() }
    #expect(receipt.rows == 2)
  }

  @Test func `a window report fails if its response is too large`() async throws {
    let fetch = TestFetch { $0.grain = .window }
    let error = try await fetch.failure([.body(200, rows(10))])
    #expect(error.kind == .badData)
    #expect(error.scope == .chunk)
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): the response has 10 records, the API's limit is 10, and it may be truncated; the window cannot be split because its rows aggregate it; use a shorter `chunk`"
    )
  }

  // MARK: Retry

  @Test func `failures are retried after growing delays, and each is reported`() async throws {
    let fetch = TestFetch { $0.retry.tries = 5 }
    let transport = ScriptedTransport([
      .body(503, "Service Unavailable"), .failure(TransportError(.dropped, "it hung up")),
      .broken(200, #"{"code":"#, TransportError(.cut, "it broke off")), .body(200, rows(3, declared: 2)),
      .body(200, rows(2)),
    ])
    let source = try fetch.source(transport)
    guard case .rows(let receipt) = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(receipt.rows == 2)
    #expect(fetch.clock.sleeps == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
    #expect(
      fetch.log.lines == [
        #"\#(ReportClientTests.window): HTTP 503, the API reports "Service Unavailable"; retrying in 500 ms"#,
        "\(ReportClientTests.window): it hung up; retrying in 1 s",
        "\(ReportClientTests.window): it broke off; retrying in 2 s",
        "\(ReportClientTests.window): the response declares 2 records but contains 3; retrying in 4 s",
      ])
    #expect(await source.counts.calls == 5)
    #expect(await source.counts.retries == 4)
  }

  struct End: CustomTestStringConvertible, Sendable {
    var response: ScriptedTransport.Response
    var kind: FetchError.Kind
    var scope = FetchError.Scope.source
    var message: String
    var requests = 1
    var sleeps: [Duration] = []
    var retryAt: Instant?
    var rule: VerdictRule?
    var testDescription: String { message }
  }

  static let ends: [End] = [
    End(
      response: .body(500, "oops"), kind: .unavailable,
      message: #"HTTP 500, the API reports "oops" (3 tries); the source keeps failing; rerun later to resume"#,
      requests: 3, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      response: .failure(TransportError(.unreachable, "cannot reach http://api.test: connection refused")),
      kind: .unavailable,
      message:
        "cannot reach http://api.test: connection refused (3 tries); check the URL and the network, then rerun to resume",
      requests: 3, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      response: .broken(200, rows(3), TransportError(.cut, "it broke off")), kind: .badData, scope: .chunk,
      message: "it broke off (3 tries); nothing was published; rerun to try again",
      requests: 3, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      response: .body(200, "<html>"), kind: .badData, scope: .chunk,
      message:
        "HTTP 200, but the response is a web page, not JSON (3 tries); nothing was published; rerun to try again",
      requests: 3, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      response: .body(200, rows(2, declared: 1)), kind: .badData, scope: .chunk,
      message:
        "the response declares 1 records but contains 2 (3 tries); nothing was published; rerun to try again",
      requests: 3, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      response: .failure(TransportError(.untrusted, "the certificate of https://api.test is not trusted")),
      kind: .unavailable,
      message:
        "the certificate of https://api.test is not trusted; if a private certificate authority issued the server's certificate, set `source.ca_file` to its PEM file"
    ),
    End(
      response: .failure(
        TransportError(
          .redirected, "http://api.test redirects to http://other.test; redirects to other hosts are not followed")),
      kind: .configuration,
      message:
        "http://api.test redirects to http://other.test; redirects to other hosts are not followed; set `source.base_url` to the new URL if you trust it"
    ),
    End(
      response: .body(403, refusal(403, "bad token s3cret-token-42")), kind: .denied,
      message: #"HTTP 403, the API reports "bad token ***"; check `source.token`"#),
    End(
      response: .body(200, refusal(777, "NEW WORDS")), kind: .configuration,
      message:
        #"HTTP 200 with `code` 777, the API reports "NEW WORDS"; unclassified response; check `source` in the pipeline, or add a rule to the catalog's `verdicts`"#
    ),
    End(
      response: .body(418, ""), kind: .configuration,
      message:
        "HTTP 418; unclassified response; check `source` in the pipeline, or add a rule to the catalog's `verdicts`"
    ),
    End(
      response: .body(418, ""), kind: .configuration,
      message: "HTTP 418; the API rejected the request; check `source` in the pipeline",
      rule: TestSource.rule([418], nil, .fatal)),
    End(
      response: .body(403, refusal(403, "limit")), kind: .resumable,
      message: #"HTTP 403, the API reports "limit"; rerun after 2026-11-22T05:00:00Z to resume"#,
      retryAt: Instant("2026-11-22T05:00:00Z"), rule: TestSource.rule([403], "limit", .quota)),
    End(
      response: .body(403, refusal(403, "limit"), headers: [("Retry-After", "3600")]), kind: .resumable,
      message:
        #"HTTP 403, the API reports "limit"; the day's calls are spent; rerun after 2026-11-21T13:00:00Z to resume"#,
      retryAt: Instant("2026-11-21T13:00:00Z"),
      rule: TestSource.rule([403], "limit", .quota, hint: "The day's calls are spent.")),
    End(
      response: .body(503, "", headers: [("Retry-After", "3600")]), kind: .resumable,
      message:
        "HTTP 503; the server requested a delay of 1 hour, longer than `patience` (10 minutes); rerun after 2026-11-21T13:00:00Z to resume",
      retryAt: Instant("2026-11-21T13:00:00Z")),
    End(
      response: .body(503, "", headers: [("Retry-After", "3600")]), kind: .resumable,
      message:
        "HTTP 503; the server has an internal error; the server requested a delay of 1 hour, longer than `patience` (10 minutes); rerun after 2026-11-21T13:00:00Z to resume",
      retryAt: Instant("2026-11-21T13:00:00Z"),
      rule: TestSource.rule([503], nil, .retry, hint: "The server has an internal error.")),
    End(
      response: .body(500, ""), kind: .unavailable,
      message: "HTTP 500 (3 tries); the server has an internal error; rerun later to resume",
      requests: 3, sleeps: [.milliseconds(500), .seconds(1)],
      rule: TestSource.rule([500], nil, .retry, hint: "The server has an internal error.")),
    End(
      response: .body(403, "", headers: [("Retry-After", "3600")]), kind: .resumable,
      message:
        "HTTP 403; the server may be in its nightly backup; the server requested a delay of 1 hour, longer than `patience` (10 minutes); rerun after 2026-11-21T13:00:00Z to resume",
      retryAt: Instant("2026-11-21T13:00:00Z"),
      rule: TestSource.rule([403], nil, .resting, hint: "The server may be in its nightly backup.")),
    End(
      response: .body(401, ""), kind: .denied,
      message: "HTTP 401; the server did not accept the token; check it",
      rule: TestSource.rule([401], nil, .denied, hint: "The server did not accept the token; check it.")),
    End(
      response: .body(400, String(repeating: "long \u{1B}[1m", count: 100)), kind: .configuration,
      message:
        "HTTP 400, the API reports \"\(String(repeating: "long [1m", count: 25))…\"; unclassified response; check `source` in the pipeline, or add a rule to the catalog's `verdicts`"
    ),
  ]

  @Test(arguments: ends)
  func `a permanent failure is reported in one line with advice`(_ end: End) async throws {
    let fetch = TestFetch { declaration in
      if let rule = end.rule { declaration.rules = [rule] }
    }
    let transport = ScriptedTransport(Array(repeating: end.response, count: 9))
    let source = try fetch.source(transport)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(error.description == "cannot fetch \(ReportClientTests.window): \(end.message)")
    #expect(error.kind == end.kind)
    #expect(error.scope == end.scope)
    #expect(error.retryAt == end.retryAt)
    #expect(error.attempts == end.requests)
    #expect(transport.requests.count == end.requests)
    #expect(fetch.clock.sleeps == end.sleeps)
  }

  @Test(arguments: ["30", "Sat, 21 Nov 2026 12:00:30 GMT"])
  func `a delay requested by the server is honored in both forms`(_ header: String) async throws {
    let fetch = TestFetch()
    let outcome = try await fetch.fetch([.body(503, "", headers: [("Retry-After", header)]), .body(200, rows(1))])
    guard case .rows(let receipt) = outcome else { throw Unexpected() }
    #expect(fetch.clock.sleeps == [.seconds(30)])
    #expect(receipt.requestedAt == TestSource.now + .seconds(30))
  }

  @Test(arguments: [VerdictKind.busy, .resting])
  func `a busy or resting server is retried as long as patience lasts`(_ kind: VerdictKind) async throws {
    let fetch = TestFetch {
      $0.rules = [TestSource.rule([403], nil, kind, hint: "Another client is active.")]
      $0.retry = RetryPolicy(tries: 2, firstDelay: .seconds(10), maxDelay: .seconds(80), patience: .seconds(60))
    }
    let error = try await fetch.failure(Array(repeating: .body(403, ReportClientTests.refusal(403, "wait")), count: 20))
    #expect(fetch.clock.sleeps == [.seconds(10), .seconds(10), .seconds(20), .seconds(20)])
    #expect(error.kind == .resumable)
    #expect(error.scope == .source)
    #expect(
      error.description
        == #"cannot fetch \#(ReportClientTests.window): HTTP 403, the API reports "wait", for 60 s (5 tries); another client is active; rerun later to resume"#
    )
  }

  @Test func `a requested delay is compared with what is left of patience`() async throws {
    let fetch = TestFetch {
      $0.rules = [TestSource.rule([403], nil, .busy)]
      $0.retry = RetryPolicy(tries: 2, firstDelay: .seconds(10), maxDelay: .seconds(80), patience: .seconds(60))
    }
    let error = try await fetch.failure([
      .body(403, "", headers: [("Retry-After", "40")]), .body(403, "", headers: [("Retry-After", "40")]),
    ])
    #expect(
      error.advice
        == "the server requested a delay of 40 s, longer than the rest of `patience` (60 s); rerun after 2026-11-21T12:01:20Z to resume"
    )
  }

  // MARK: Pace

  @Test func `the pause separates the end of a request and the next one`() async throws {
    let fetch = TestFetch { $0.pause = .seconds(10) }
    let clock = fetch.clock
    // Each response takes three seconds; the pause counts from its end.
    let transport = ScriptedTransport(Array(repeating: .body(200, rows(1)), count: 3)) { _ in
      clock.advance(by: .seconds(3))
    }
    let source = try fetch.source(transport)
    _ = try await fetch.fetch(source)
    _ = try await fetch.fetch(source)
    clock.advance(by: .seconds(4))
    _ = try await fetch.fetch(source)
    #expect(clock.sleeps == [.seconds(10), .seconds(6)])
  }

  // MARK: Ends from within

  @Test func `an error of the consumer is rethrown, and no request follows`() async throws {
    struct Full: Error {}
    let fetch = TestFetch()
    let transport = ScriptedTransport([.body(200, rows(1)), .body(200, rows(1))])
    let source = try fetch.source(transport)
    await #expect(throws: Full.self) { try await source.fetch(TestSource.day) { _ in throw Full() } }
    #expect(transport.requests.count == 1)
    #expect(fetch.clock.sleeps == [])
  }

  @Test func `a partially read response is not accepted`() async throws {
    let fetch = TestFetch { $0.retry.tries = 1 }
    let source = try fetch.source(ScriptedTransport([.body(200, rows(1))]))
    let error = await #expect(throws: FetchError.self) {
      try await source.fetch(TestSource.day) { _ in ParsedResponse(code: "200", records: 1, hasRecords: true) }
    }
    #expect(error?.reason == "HTTP 200, but the response was not read completely")
  }

  @Test func `a failure of the body counts, even if its consumer ignores it`() async throws {
    let fetch = TestFetch { $0.retry.tries = 1 }
    let source = try fetch.source(ScriptedTransport([.broken(200, rows(1), TransportError(.cut, "it broke off"))]))
    let error = await #expect(throws: FetchError.self) {
      try await source.fetch(TestSource.day) { response in
        do { for try await _ in response.body {} } catch {}
        return ParsedResponse(code: "200", declared: 1, records: 1, hasRecords: true)
      }
    }
    #expect(error?.reason == "it broke off")
  }

  @Test func `only 64 KiB of an unsuccessful response are read`() async throws {
    let fetch = TestFetch { $0.retry.tries = 1 }
    let source = try fetch.source(ScriptedTransport([.body(500, String(repeating: "x", count: 1 << 20))]))
    let seen = Mutex(0)
    await #expect(throws: FetchError.self) {
      try await source.fetch(TestSource.day) { response in
        for try await block in response.body { seen.withLock { $0 += block.count } }
        return ParsedResponse()
      }
    }
    #expect(seen.withLock { $0 } == 64 << 10)
  }

  @Test func `canceling ends a fetch before its next request, during a wait, and within a response`() async throws {
    let fetch = TestFetch()
    let during = ScriptedTransport([.body(503, ""), .body(200, rows(1))]) { _ in withUnsafeCurrentTask { $0?.cancel() }
    }
    let source = try fetch.source(during)
    await #expect(throws: CancellationError.self) { try await Task { try await fetch.fetch(source) }.value }
    #expect(during.requests.count == 1)
    let before = ScriptedTransport([.body(200, rows(1))])
    let other = try fetch.source(before)
    await #expect(throws: CancellationError.self) {
      try await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await fetch.fetch(other)
      }.value
    }
    #expect(before.requests.isEmpty)
    let cancelled = try fetch.source(ScriptedTransport([.failure(TransportError(.cancelled, "cancelled"))]))
    await #expect(throws: CancellationError.self) { try await fetch.fetch(cancelled) }
    let within = try fetch.source(ScriptedTransport([.broken(200, "{", TransportError(.cancelled, "cancelled"))]))
    await #expect(throws: CancellationError.self) { try await fetch.fetch(within) }
  }
}
