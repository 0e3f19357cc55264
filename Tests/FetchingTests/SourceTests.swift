import Declarations
import Fetching
import Planning
import Records
import Storage
import TestSupport
import Testing

/// What a source does with its verdicts.
struct SourceTests {
  /// A source with a script of answers, a clock that only sleeping moves, and a log.
  struct Bench {
    var source: TestSource
    let transport: ScriptedTransport
    let clock = ManualTimekeeper(TestSource.now)
    let log = EventLog()

    init(_ source: TestSource, _ answers: [ScriptedTransport.Answer]) {
      self.source = source
      transport = ScriptedTransport(answers)
    }

    init(_ answers: [ScriptedTransport.Answer]) {
      self.init(TestSource(), answers)
    }

    func fetching(lease: TokenLease? = nil) throws -> Source {
      try Source(
        source.declaration, zone: TestSource.bogota, transport: transport, clock: clock, jitter: { 0.5 }, lease: lease,
        onEvent: log.note)
    }

    func fetch() async throws -> WindowOutcome {
      try await fetching().fetch(TestSource.day, consume: TestReader(envelope: source.envelope).read)
    }
  }

  static let window = "2026-10-01T05:00:00Z..2026-10-02T05:00:00Z"

  @Test func `an answer that is whole is taken, with its receipt`() async throws {
    let bench = Bench([.body(200, rows(3))])
    let outcome = try await bench.fetch()
    #expect(
      outcome
        == .rows(
          RequestReceipt(
            window: TestSource.day, status: 200, rows: 3, declared: 3, bytes: rows(3).utf8.count,
            requestedAt: TestSource.now)))
    #expect(bench.log.events == [.sending(TestSource.day, attempt: 1)])
    #expect(bench.clock.sleeps.isEmpty)
  }

  struct End: CustomTestStringConvertible, Sendable {
    var name: String
    var answers: [ScriptedTransport.Answer]
    var rules: [VerdictRule] = JudgeTests.vendorRules
    var grain = Grain.event
    var message: String
    var kind: FetchError.Kind
    var scope: FetchError.Scope = .source
    var retryAt: String?
    var sleeps: [Duration] = []
    var testDescription: String { name }
  }

  static let denied = #"{"code":"403","error":true,"msg":"PLEASE VALIDATE TOKEN"}"#
  static let quota = #"{"code":"403","msg":"TOKEN LIMIT EXCEEDED"}"#
  static let busy = #"{"code":"403","msg":"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"}"#
  static let cut = TransportError(.cut, "the connection to http://api.test ended before the answer was whole")

  static let ends: [End] = [
    End(
      name: "denied", answers: [.body(403, denied)],
      message: "cannot fetch \(window): HTTP 403, the API says \"PLEASE VALIDATE TOKEN\"; check `source.token`",
      kind: .denied),
    End(
      name: "denied in a 200", answers: [.body(200, denied)],
      message:
        "cannot fetch \(window): HTTP 200 with `code` 403, the API says \"PLEASE VALIDATE TOKEN\"; check `source.token`",
      kind: .denied),
    End(
      name: "quota, until midnight of the zone", answers: [.body(403, quota)],
      message:
        "cannot fetch \(window): HTTP 403, the API says \"TOKEN LIMIT EXCEEDED\"; the licences' calls are spent; "
        + "run again after 2026-11-22T05:00:00Z to go on from here",
      kind: .resumable, retryAt: "2026-11-22T05:00:00Z"),
    End(
      name: "quota, until the server says", answers: [.body(403, quota, headers: [("Retry-After", "3600")])],
      message:
        "cannot fetch \(window): HTTP 403, the API says \"TOKEN LIMIT EXCEEDED\"; the licences' calls are spent; "
        + "run again after 2026-11-21T13:00:00Z to go on from here",
      kind: .resumable, retryAt: "2026-11-21T13:00:00Z"),
    End(
      name: "fatal", answers: [.body(400, #"{"code":"400","msg":"SOME PARAMETERS ARE REQUIRED"}"#)],
      message: "cannot fetch \(window): HTTP 400, the API says \"SOME PARAMETERS ARE REQUIRED\"; "
        + "the request would be wrong the next time too: check `source` in the pipeline",
      kind: .configuration),
    End(
      name: "an unknown failure in a 200", answers: [.body(200, #"{"code":"500","msg":"x","data":[]}"#)],
      message: "cannot fetch \(window): HTTP 200 with `code` 500, the API says \"x\"; "
        + "the request would be wrong the next time too: check `source` in the pipeline",
      kind: .configuration),
    End(
      name: "5xx to the end", answers: [.body(503, "down"), .body(500, ""), .body(502, "<html>")],
      message: "cannot fetch \(window): HTTP 502, the API says \"<html>\" (3 tries); "
        + "the source fails: run again later to go on from here",
      kind: .unavailable, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      name: "unreachable to the end",
      answers: Array(
        repeating: .failure(TransportError(.unreachable, "cannot reach http://api.test: connection refused")), count: 3),
      message: "cannot fetch \(window): cannot reach http://api.test: connection refused (3 tries); "
        + "check the address and the network, then run again to go on from here",
      kind: .unavailable, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      name: "not trusted",
      answers: [.failure(TransportError(.untrusted, "the certificate of https://api.test is not trusted"))],
      message: "cannot fetch \(window): the certificate of https://api.test is not trusted; "
        + "if the server's certificate is of your own authority, name its PEM file in SSL_CERT_FILE",
      kind: .unavailable),
    End(
      name: "cut to the end", answers: Array(repeating: .broken(200, #"{"code":"200","data":["#, cut), count: 3),
      message: "cannot fetch \(window): \(cut) (3 tries); nothing of it was published; run again to ask once more",
      kind: .badData, scope: .chunk, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      name: "a web page to the end",
      answers: Array(repeating: .body(200, "<html><body>Maintenance</body></html>"), count: 3),
      message: "cannot fetch \(window): HTTP 200, but the answer is a web page, not JSON (3 tries); "
        + "nothing of it was published; run again to ask once more",
      kind: .badData, scope: .chunk, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      name: "miscounted to the end", answers: Array(repeating: .body(200, rows(3, declared: 2)), count: 3),
      message: "cannot fetch \(window): the answer declares 2 records and holds 3 (3 tries); "
        + "nothing of it was published; run again to ask once more",
      kind: .badData, scope: .chunk, sleeps: [.milliseconds(500), .seconds(1)]),
    End(
      name: "a window report at the cap", answers: [.body(200, rows(10))], grain: .window,
      message: "cannot fetch \(window): the answer holds 10 records, and 10 is where the API cuts; "
        + "its rows sum the window, so that it cannot be split: use a shorter `chunk`",
      kind: .badData, scope: .chunk),
    End(
      name: "busy beyond patience", answers: Array(repeating: .body(403, busy), count: 6),
      message:
        "cannot fetch \(window): HTTP 403, the API says \"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)\", "
        + "for 10 minutes (6 tries); run again later to go on from here",
      kind: .resumable, sleeps: [.seconds(100), .seconds(100), .seconds(160), .seconds(160), .seconds(80)]),
    End(
      name: "asked to wait too long",
      answers: [.body(503, "", headers: [("Retry-After", "Sat, 21 Nov 2026 15:00:00 GMT")])],
      message:
        "cannot fetch \(window): HTTP 503; the server asks to wait: run again after 2026-11-21T15:00:00Z to go on from here",
      kind: .resumable, retryAt: "2026-11-21T15:00:00Z"),
    End(
      name: "redirected",
      answers: [.failure(TransportError(.redirected, "http://api.test redirects to http://b.test"))],
      message: "cannot fetch \(window): http://api.test redirects to http://b.test; "
        + "set `source.base_url` to the new address if you trust it",
      kind: .configuration),
    End(
      name: "not recorded",
      answers: [.failure(TransportError(.notRecorded, "no answer to GET http://x is recorded in d"))],
      message:
        "cannot fetch \(window): no answer to GET http://x is recorded in d; run with `--record` to ask the source for it",
      kind: .unavailable, scope: .chunk),
  ]

  @Test(arguments: ends)
  func `a failure that is final says what, where and what to do`(_ end: End) async throws {
    var source = TestSource()
    source.rules = end.rules
    source.grain = end.grain
    if end.name.hasPrefix("busy") {
      source.retry = RetryPolicy(tries: 3, firstDelay: .seconds(100), maxDelay: .seconds(320))
    }
    let bench = Bench(source, end.answers)
    let error = await #expect(throws: FetchError.self) { try await bench.fetch() }
    #expect(error?.description == end.message)
    #expect(error?.kind == end.kind)
    #expect(error?.scope == end.scope)
    #expect(error?.retryAt == end.retryAt.flatMap { Instant($0) })
    #expect(bench.clock.sleeps == end.sleeps)
    #expect(bench.transport.requests.count == end.answers.count)
  }

  @Test func `passing failures are met by trying again`() async throws {
    let bench = Bench([
      .body(503, "x", headers: [("Retry-After", "20")]), .broken(200, #"{"code":"200""#, SourceTests.cut),
      .body(200, rows(2)),
    ])
    let fetching = try bench.fetching()
    var attempts: [Int] = []
    let outcome = try await fetching.fetch(TestSource.day) { answer in
      attempts.append(answer.attempt)
      return try await TestReader().read(answer)
    }
    guard case .rows(let receipt) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(receipt.rows == 2)
    #expect(receipt.requestedAt == TestSource.now + .seconds(21))
    #expect(attempts == [1, 2, 3])
    #expect(bench.clock.sleeps == [.seconds(20), .seconds(1)])
    #expect(
      bench.log.lines == [
        "\(SourceTests.window): HTTP 503, the API says \"x\"; trying again in 20 s",
        "\(SourceTests.window): \(SourceTests.cut); trying again in 1 s",
      ])
    let counts = await fetching.counts
    #expect(counts.calls == 3)
    #expect(counts.retries == 2)
    #expect(counts.bytes == 1 + 13 + rows(2).utf8.count)
  }

  @Test func `an empty window is told with its reason`() async throws {
    var source = TestSource()
    source.rules = JudgeTests.vendorRules
    let outcome = try await Bench(source, [.body(404, #"{"code":"404","msg":"Please validate the date"}"#)]).fetch()
    guard case .empty(let receipt, let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(reason == "HTTP 404, the API says \"Please validate the date\"")
    #expect(receipt.status == 404)
    #expect(receipt.rows == 0)
  }

  @Test func `too many records are told with what was declared`() async throws {
    let outcome = try await Bench([.body(200, rows(10, declared: 25))]).fetch()
    guard case .tooLarge(let receipt?, let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(receipt.rows == 10)
    #expect(receipt.declared == 25)
    #expect(reason == "the answer holds 10 records, and 10 is where the API cuts")
  }

  @Test func `an answer that is late is too large, without a receipt`() async throws {
    let late = TransportError(.late, "http://api.test did not finish its answer within 10 minutes")
    #expect(try await Bench([.failure(late)]).fetch() == .tooLarge(nil, reason: late.description))
  }

  @Test func `a body beyond its limit is too large`() async throws {
    let bench = Bench([.body(200, rows(9))])
    let outcome = try await bench.fetching().fetch(TestSource.day, consume: TestReader(limit: 20).read)
    guard case .tooLarge(_?, let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(reason == "the answer has more than 20 bytes")
  }

  @Test func `a body that was not read to its end is never taken`() async throws {
    let bench = Bench(Array(repeating: .body(200, rows(2)), count: 3))
    let error = await #expect(throws: FetchError.self) {
      try await bench.fetching().fetch(TestSource.day) { _ in
        AnswerReport(code: "200", records: 2, hasRecords: true)
      }
    }
    #expect(error?.reason == "HTTP 200, but the answer was not read to its end")
  }

  @Test func `a body's failure counts even where its reader hides it`() async throws {
    let bench = Bench(Array(repeating: .broken(200, rows(2), SourceTests.cut), count: 3))
    let error = await #expect(throws: FetchError.self) {
      try await bench.fetching().fetch(TestSource.day) { answer in
        do {
          for try await _ in answer.body {}
        } catch {}
        return AnswerReport(code: "200", records: 2, hasRecords: true)
      }
    }
    #expect(error?.reason == SourceTests.cut.description)
  }

  @Test func `what the consumer throws passes untouched, after one attempt`() async throws {
    struct DiskFull: Error {}
    let bench = Bench([.body(200, rows(2)), .body(200, rows(2))])
    await #expect(throws: DiskFull.self) {
      try await bench.fetching().fetch(TestSource.day) { _ in throw DiskFull() }
    }
    #expect(bench.transport.requests.count == 1)
  }

  @Test func `of an answer that is no success only the first 64 KiB are read`() async throws {
    var source = TestSource()
    source.retry.tries = 1
    let bench = Bench(source, [.body(500, String(repeating: "x", count: 1_000_000))])
    var read = 0
    await #expect(throws: FetchError.self) {
      try await bench.fetching().fetch(TestSource.day) { answer in
        for try await block in answer.body { read += block.count }
        return AnswerReport()
      }
    }
    #expect(read == 65_536)
  }

  @Test func `cancelling ends a wait`() async throws {
    let bench = Bench([.body(503, ""), .body(200, rows(1))])
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await bench.fetch()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func `requests keep their distance`() async throws {
    var source = TestSource()
    source.pause = .seconds(5)
    let bench = Bench(source, [.body(200, rows(1)), .body(200, rows(1)), .body(503, ""), .body(200, rows(1))])
    let fetching = try bench.fetching()
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    #expect(bench.clock.sleeps == [])
    bench.clock.advance(by: .seconds(2))
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    #expect(bench.clock.sleeps == [.seconds(3)])
    bench.clock.advance(by: .seconds(5))
    _ = try await fetching.fetch(TestSource.day, consume: TestReader().read)
    #expect(bench.clock.sleeps == [.seconds(3), .milliseconds(500), .milliseconds(4_500)])
  }

  @Test func `an actor may fetch into its own state`() async throws {
    actor Collector {
      var records = 0
      func collect(from source: Source) async throws {
        _ = try await source.fetch(TestSource.day) { answer in
          let report = try await TestReader().read(answer)
          records += report.records
          return report
        }
      }
    }
    let collector = Collector()
    try await collector.collect(from: try Bench([.body(200, rows(4))]).fetching())
    #expect(await collector.records == 4)
  }
}
