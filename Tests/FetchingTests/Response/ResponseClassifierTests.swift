import ConfigurationFiles
import Fetching
import Planning
import Records
import Testing

/// Tests every response that the vendors document, and undocumented ones, with the rules of the shipped files.
struct ResponseClassifierTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var report = "wolkvox/agent_13_1"
    var status = 200
    var body = ""
    /// The findings of the body's reader; nil to derive them from `body`.
    var found: ParsedResponse?
    var headers: [(name: String, value: String)] = []
    var logsIn = true
    /// `kind: reason`.
    var verdict: String
    var hint: String?
    var retryAfter: Duration?
    var testDescription: String { "\(report) \(status) \(body.prefix(90))" }
  }

  static let systems = Result {
    let library = CatalogLibrary()
    return Dictionary(
      uniqueKeysWithValues: try library.names.compactMap { try library.system(named: $0) }.map { ($0.name, $0) })
  }

  static func source(_ name: String, logsIn: Bool) throws -> SourceDeclaration {
    let names = name.split(separator: "/").map(String.init)
    let system = try #require(try systems.get()[names[0]])
    let report = try #require(system.reports.first { $0.name == names[1] })
    let auth = system.auth.first { if case .login = $0 { logsIn } else { !logsIn } } ?? system.auth.first
    return SourceDeclaration(
      system: system, report: report, baseURL: "http://api.test", parameters: [:], secrets: [:], missingSecrets: [],
      auth: auth, timeouts: Timeouts(), retry: RetryPolicy(), pause: .zero, limits: report.limits)
  }

  static func verdict(on test: Case) async throws -> Verdict {
    let source = try source(test.report, logsIn: test.logsIn)
    let body = Array(test.body.utf8)
    let response = Response(
      window: TestSource.day, requestedAt: TestSource.now, status: test.status, headers: ResponseHeaders([]),
      body: ResponseBody(blocks: [body]), attempt: 1)
    var report = ParsedResponse()
    if let found = test.found {
      report = found
    } else {
      report = try await TestReader(envelope: source.report.envelope).read(response)
    }
    return try ResponseClassifier(source).verdict(
      on: ResponseClassifier.Facts(
        status: test.status, headers: ResponseHeaders(test.headers), report: report, head: body, now: TestSource.now,
        redactor: SecretRedactor(["s3cret-token-42"])))
  }

  static func refusal(_ code: String, _ message: String) -> String {
    #"{"code": \#(code), "error": null, "msg": "\#(message)", "data": null}"#
  }

  static let dates = "PLEASE VALIDATE THE DATES"
  static let emptyHint =
    "The window has no records. If all windows are empty, the server may not offer this report."
  static let tokenHint = "The token is not valid for this server; check both, or create a new token in Manager."
  static let quotaHint =
    "The token's daily calls are used up."
  static let busyHint = "Another client uses the token at the same time; use a separate token for each client."
  static let restHint = "The server may be in its nightly backup."
  static let page = "<!DOCTYPE html><html><body>Please validate the dates of your licence</body></html>"

  static let successes: [Case] = [
    Case(body: rows(2), verdict: #"rows: HTTP 200, the API reports "2 records were found""#),
    Case(
      body: #"{"code": 200, "msg": "1 record was found", "data": [{}]}"#,
      verdict: #"rows: HTTP 200, the API reports "1 record was found""#),
    Case(body: #"{"code": "200", "msg": "ok", "data": [{}]}"#, verdict: #"rows: HTTP 200, the API reports "ok""#),
    Case(body: rows(0), verdict: #"empty: HTTP 200, the API reports "0 records were found", no records"#),
    Case(
      body: #"{"code": "200", "msg": "0 records were found", "data": null}"#,
      verdict: #"empty: HTTP 200, the API reports "0 records were found", no records"#),
    Case(report: "wolkvox/chat_13", body: rows(4), verdict: #"rows: HTTP 200, the API reports "4 records were found""#),
    Case(
      report: "chat-tonic/operator", body: #"{"status": true, "operators": [{}], "queryPending": 0}"#,
      verdict: "rows: HTTP 200"),
    Case(
      report: "chat-tonic/operator", body: #"{"status": true, "operators": []}"#, verdict: "empty: HTTP 200, no records"
    ),
    Case(report: "chat-tonic/dashboard", body: "[{}, {}]", verdict: "rows: HTTP 200"),
    Case(
      report: "chat-tonic/dashboard", body: "\u{FEFF} []", found: ParsedResponse(hasRecords: true),
      verdict: "empty: HTTP 200, no records"),
    Case(report: "chat-tonic/nps-export", body: #"{"status": true}"#, verdict: "rows: HTTP 200"),
    Case(
      report: "chat-tonic/nps-export", status: 202, body: "OK, on its way",
      verdict: #"rows: HTTP 202, the API reports "OK, on its way""#),
  ]

  static let refusals: [Case] = [
    Case(
      status: 404, body: refusal("\"404\"", dates),
      verdict: #"empty: HTTP 404, the API reports "PLEASE VALIDATE THE DATES""#, hint: emptyHint),
    Case(
      body: refusal("\"404\"", dates),
      verdict: #"empty: HTTP 200 with `code` 404, the API reports "PLEASE VALIDATE THE DATES""#, hint: emptyHint),
    Case(
      body: refusal("404", dates),
      verdict: #"empty: HTTP 200 with `code` 404, the API reports "PLEASE VALIDATE THE DATES""#, hint: emptyHint),
    Case(
      status: 404, body: "Please validate\nthe dates",
      verdict: #"empty: HTTP 404, the API reports "Please validate the dates""#, hint: emptyHint),
    Case(status: 404, body: refusal("\"404\"", "NOT FOUND"), verdict: #"fatal: HTTP 404, the API reports "NOT FOUND""#),
    Case(status: 404, body: "", verdict: "fatal: HTTP 404"),
    Case(
      status: 403, body: refusal("\"403\"", "PLEASE VALIDATE TOKEN"),
      verdict: #"denied: HTTP 403, the API reports "PLEASE VALIDATE TOKEN""#,
      hint: tokenHint),
    Case(
      body: refusal("\"403\"", "PLEASE VALIDATE TOKEN"),
      verdict: #"denied: HTTP 200 with `code` 403, the API reports "PLEASE VALIDATE TOKEN""#, hint: tokenHint),
    Case(
      status: 403, body: refusal("\"403\"", "TOKEN LIMIT EXCEEDED"),
      verdict: #"quota: HTTP 403, the API reports "TOKEN LIMIT EXCEEDED""#,
      hint: quotaHint),
    Case(
      body: refusal("403", "TOKEN LIMIT EXCEEDED"),
      verdict: #"quota: HTTP 200 with `code` 403, the API reports "TOKEN LIMIT EXCEEDED""#, hint: quotaHint),
    Case(
      status: 403, body: refusal("\"403\"", "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"),
      verdict: #"busy: HTTP 403, the API reports "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)""#,
      hint: busyHint),
    Case(
      body: refusal("\"403\"", "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"),
      verdict:
        #"busy: HTTP 200 with `code` 403, the API reports "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)""#,
      hint: busyHint),
    Case(
      status: 403, body: refusal("\"403\"", "THE SERVER IS UNDER MAINTENANCE"),
      verdict: #"resting: HTTP 403, the API reports "THE SERVER IS UNDER MAINTENANCE""#, hint: restHint),
    Case(
      body: refusal("\"403\"", "BACKUP"), verdict: #"resting: HTTP 200 with `code` 403, the API reports "BACKUP""#,
      hint: restHint),
    Case(
      status: 401, body: refusal("\"401\"", "PLEASE ENTER THE WOLKVOX-TOKEN"),
      verdict: #"denied: HTTP 401, the API reports "PLEASE ENTER THE WOLKVOX-TOKEN""#,
      hint: "The request had no token; check that the token is not empty."),
    Case(
      status: 401, body: refusal("\"401\"", "UNAUTHORIZED"),
      verdict: #"denied: HTTP 401, the API reports "UNAUTHORIZED""#,
      hint: "The server did not accept the token; check it."),
    Case(
      status: 401, body: "", found: ParsedResponse(message: "", error: BodyError(.cut, "empty")),
      verdict: "denied: HTTP 401", hint: "The server did not accept the token; check it."),
    Case(
      status: 400, body: refusal("\"400\"", "THE API YOU WANT TO CONSULT DOES NOT EXIST"),
      verdict: #"fatal: HTTP 400, the API reports "THE API YOU WANT TO CONSULT DOES NOT EXIST""#,
      hint: "The server does not offer this report; check `source.report` and the reports of your operation."),
    Case(
      body: refusal("\"400\"", "SOME PARAMETERS ARE REQUIRED"),
      verdict: #"fatal: HTTP 200 with `code` 400, the API reports "SOME PARAMETERS ARE REQUIRED""#,
      hint: "The request lacks a parameter; check the catalog entry."),
    Case(
      status: 429, body: "", headers: [("retry-after", "120")], verdict: "busy: HTTP 429",
      hint: "Too many requests; increase `source.pause`.", retryAfter: .seconds(120)),
    Case(
      status: 503, body: "Service Unavailable", headers: [("Retry-After", "Sat, 21 Nov 2026 12:01:30 GMT")],
      verdict: #"retry: HTTP 503, the API reports "Service Unavailable""#, hint: "The server has an internal error.",
      retryAfter: .seconds(90)),
    Case(
      body: refusal("\"500\"", "INTERNAL"), verdict: #"retry: HTTP 200 with `code` 500, the API reports "INTERNAL""#,
      hint: "The server has an internal error."),
    Case(
      report: "chat-tonic/operator", status: 401, body: #"{"message": "Unauthorized"}"#,
      verdict: #"expired: HTTP 401, the API reports "Unauthorized""#,
      hint: "The token has expired; log in again, or set a new `access_token`."),
    Case(
      report: "chat-tonic/operator", status: 401, body: #"{"message": "Unauthorized"}"#, logsIn: false,
      verdict: #"denied: HTTP 401, the API reports "Unauthorized""#,
      hint: "The token has expired; log in again, or set a new `access_token`."),
    Case(
      status: 413, body: refusal("\"413\"", "TOO MUCH"), verdict: #"too_large: HTTP 413, the API reports "TOO MUCH""#),
    Case(
      report: "chat-tonic/dashboard", status: 413, body: "", verdict: "too_large: HTTP 413",
      hint: "The response would be too large."),
    Case(
      status: 202, body: rows(2), headers: [("Retry-After", "7")],
      verdict: #"retry: HTTP 202, the API reports "2 records were found", the response is not ready"#,
      retryAfter: .seconds(7)),
    Case(
      status: 206, body: rows(2),
      verdict: #"bad_body: HTTP 206, the API reports "2 records were found", the response is only a part"#),
    Case(
      report: "chat-tonic/dashboard", status: 206, body: "[]",
      verdict: "bad_body: HTTP 206, the response is only a part"),
    Case(
      report: "chat-tonic/dashboard", status: 202, body: "[]",
      verdict: "retry: HTTP 202, the response is not ready"),
    Case(
      report: "chat-tonic/operator", body: #"{"status": false, "message": "something failed"}"#,
      verdict: #"retry: HTTP 200 with `status` false, the API reports "something failed""#),
    Case(
      report: "chat-tonic/dashboard", body: #"{"status": false, "message": "something failed"}"#,
      found: ParsedResponse(code: "false", message: "something failed", records: 1, hasRecords: true),
      verdict: #"retry: HTTP 200 with `status` false, the API reports "something failed""#),
    Case(
      report: "chat-tonic/nps-export", body: #"{"error": "quota"}"#,
      verdict: "fatal: HTTP 200, but no value at `status`, the path of its status"),
    Case(
      report: "chat-tonic/nps-export", body: "",
      verdict: "fatal: HTTP 200, but no value at `status`, the path of its status"),
    Case(
      report: "chat-tonic/nps-export", body: "Quota exceeded",
      verdict: #"fatal: HTTP 200, the API reports "Quota exceeded", but no value at `status`, the path of its status"#),
    Case(
      report: "chat-tonic/nps-export", body: #"{"status": false, "message": "something failed"}"#,
      verdict: #"retry: HTTP 200 with `status` false, the API reports "something failed""#),
  ]

  /// Nothing that the catalog, HTTP or JSON does not vouch for counts as success.
  static let untrusted: [Case] = [
    Case(body: page, verdict: "bad_body: HTTP 200, but the response is a web page, not JSON"),
    Case(status: 404, body: page, verdict: "fatal: HTTP 404, the API reports \"\(page)\""),
    Case(
      report: "chat-tonic/nps-export", body: page,
      verdict: "bad_body: HTTP 200, but the response is a web page, not JSON"
    ),
    Case(body: "", verdict: "bad_body: HTTP 200, but the answer is not JSON"),
    Case(status: 204, body: "", verdict: "bad_body: HTTP 204, but the answer is not JSON"),
    Case(
      body: #"{"code": "200", "data": [{}"#,
      found: ParsedResponse(code: "200", records: 1, hasRecords: true, error: BodyError(.cut, "it ends at byte 26")),
      verdict: "bad_body: HTTP 200, but it ends at byte 26"),
    Case(
      status: 404, body: #"{"code": "404", "msg": "PLEASE VALIDATE THE DATES""#,
      found: ParsedResponse(code: "404", message: dates, error: BodyError(.cut, "it ends at byte 50")),
      verdict: #"fatal: HTTP 404, the API reports "PLEASE VALIDATE THE DATES""#),
    Case(
      body: rows(2) + "tail",
      found: ParsedResponse(
        code: "200", message: "2 records were found", declared: 2, records: 2, hasRecords: true,
        error: BodyError(.malformed, "there is text after the end, at byte 90: `tail`")),
      verdict: "bad_body: HTTP 200, but there is text after the end, at byte 90: `tail`"),
    Case(
      body: refusal("\"404\"", dates) + "tail",
      found: ParsedResponse(code: "404", message: dates, error: BodyError(.malformed, "there is text after the end")),
      verdict: "bad_body: HTTP 200, but there is text after the end"),
    Case(
      body: #"{"data": [{}], "code": "500", "msg": "BROKE OFF"}"#,
      found: ParsedResponse(code: "418", message: "BROKE OFF", records: 1, hasRecords: true),
      verdict: #"bad_body: HTTP 200 with `code` 418, the API reports "BROKE OFF""#),
    Case(
      body: #"{"data": [{}], "code": "404", "msg": "\#(dates)"}"#,
      verdict: #"bad_body: HTTP 200 with `code` 404, the API reports "PLEASE VALIDATE THE DATES""#),
    Case(body: rows(2, declared: 1), verdict: "bad_body: the response declares 1 records but contains 2"),
    Case(body: rows(2, declared: 3), verdict: "too_large: the response declares 3 records but contains 2"),
    Case(
      report: "wolkvox/chat_13", body: rows(2, declared: 3),
      verdict: "bad_body: the response declares 3 records but contains 2"),
    Case(
      found: ParsedResponse(code: "200", declared: 60_000, records: 60_000, hasRecords: true),
      verdict: "too_large: the response has 60000 records, the API's limit is 60000, and it may be truncated"),
    Case(
      report: "wolkvox/chat_13",
      found: ParsedResponse(code: "200", declared: 60_000, records: 60_000, hasRecords: true),
      verdict: "too_large: the response has 60000 records, the API's limit is 60000, and it may be truncated"),
    Case(
      found: ParsedResponse(
        code: "200", records: 12, hasRecords: true,
        error: BodyError(.tooLarge, "the answer has more than 268435456 bytes")),
      verdict: "too_large: the answer has more than 268435456 bytes"),
    Case(
      body: #"{"code": "200", "msg": "ok"}"#,
      verdict: #"bad_body: HTTP 200, the API reports "ok", but no records at `data`"#),
    Case(
      body: #"{"data": [{}]}"#, verdict: "bad_body: HTTP 200, but no value at `code`, the path of its status"),
    Case(body: "[]", verdict: "bad_body: HTTP 200, but no value at `code`, the path of its status"),
    Case(
      report: "chat-tonic/dashboard", body: #"{"message": "try later"}"#,
      found: ParsedResponse(message: "try later", records: 1, hasRecords: true),
      verdict: #"bad_body: HTTP 200, the API reports "try later", but no value at `status`, the path of its status"#),
    Case(
      body: #"{"code": "201", "msg": "x", "data": [{}]}"#,
      verdict: #"bad_body: HTTP 200 with `code` 201, the API reports "x""#),
    Case(
      body: #"{"code": "777", "msg": "NEW WORDS"}"#,
      verdict: #"fatal: HTTP 200 with `code` 777, the API reports "NEW WORDS""#),
    Case(status: 418, body: rows(2), verdict: #"fatal: HTTP 418, the API reports "2 records were found""#),
    Case(status: 304, body: "", verdict: "fatal: HTTP 304"),
    Case(
      status: 418, body: #"{"msg": "your token s3cret-token-42\u0007 is\n\n odd"}"#,
      verdict: #"fatal: HTTP 418, the API reports "your token *** is odd""#),
  ]

  @Test func `a rule may give another meaning to the statuses 202, 206 and 413`() throws {
    var source = TestSource()
    source.rules = [TestSource.rule([202, 206], nil, .rows), TestSource.rule([413], nil, .fatal)]
    let classifier = try ResponseClassifier(source.declaration)
    let report = ParsedResponse(code: "200", records: 1, hasRecords: true)
    for status in [202, 206] {
      #expect(
        classifier.verdict(on: ResponseClassifier.Facts(status: status, report: report, now: TestSource.now)).kind
          == .rows)
    }
    #expect(
      classifier.verdict(on: ResponseClassifier.Facts(status: 413, report: ParsedResponse(), now: TestSource.now)).kind
        == .fatal)
  }

  @Test func `a response whose records have no known field is rejected`() throws {
    let classifier = try ResponseClassifier(TestSource().declaration)
    var report = ParsedResponse(code: "200", records: 1, hasRecords: true)
    report.unrecognized = 1
    report.unrecognizedSample = #"{"error":"no\u001b"}"#
    #expect(
      classifier.verdict(on: ResponseClassifier.Facts(status: 200, report: report, now: TestSource.now)).description
        == #"bad_body: HTTP 200, but none of its records has a field of this report; the first is `{"error":"no\u001b"}`"#
    )
    report.records = 2
    #expect(
      classifier.verdict(on: ResponseClassifier.Facts(status: 200, report: report, now: TestSource.now)).kind == .rows)
  }

  /// Over the longest of them a harmless expression would take minutes.
  @Test func `rules are tried on the first 2,000 characters of a message`() async throws {
    let words = "validate the date"
    for (characters, isFound) in [(2_000, true), (2_001, false)] {
      let message = String(repeating: ".", count: characters - words.count) + words
      let verdict = try await Self.verdict(on: Case(status: 404, body: Self.refusal("404", message), verdict: ""))
      #expect((verdict.kind == .empty) == isFound)
    }
  }

  @Test(arguments: successes + refusals + untrusted)
  func `a response gets its verdict and message`(_ test: Case) async throws {
    let verdict = try await ResponseClassifierTests.verdict(on: test)
    #expect(verdict.description == test.verdict)
    #expect(verdict.hint == test.hint)
    #expect(verdict.retryAfter == test.retryAfter)
  }

  @Test func `a response without the success value is never a success, whatever its status`() async throws {
    for status in [Int](100...104) + [Int](200...208) + [Int](300...308) + [Int](400...431) + [Int](500...511) {
      for report in ["wolkvox/agent_13_1", "wolkvox/chat_13", "chat-tonic/operator", "chat-tonic/dashboard"] {
        for body in ["", "OK", "{}", #"{"data": [], "operators": []}"#, ResponseClassifierTests.page] {
          let verdict = try await ResponseClassifierTests.verdict(
            on: Case(report: report, status: status, body: body, verdict: ""))
          #expect(verdict.kind != .rows && verdict.kind != .empty, "\(report) \(status) \(body)")
        }
      }
    }
  }

  @Test(arguments: [
    (TransportError.Kind.unreachable, "unreachable: x"), (.untrusted, "untrusted: x"), (.misconfigured, "fatal: x"),
    (.redirected, "fatal: x"), (.notRecorded, "unrecorded: x"), (.silent, "retry: x"), (.dropped, "retry: x"),
    (.cut, "bad_body: x"), (.garbled, "bad_body: x"),
  ])
  func `an incomplete response gets a verdict too`(_ kind: TransportError.Kind, _ told: String) throws {
    let classifier = try ResponseClassifier(ResponseClassifierTests.source("wolkvox/agent_13_1", logsIn: false))
    let inBody = kind == .cut || kind == .garbled
    #expect(classifier.verdict(on: TransportError(kind, "x"), inBody: inBody, took: .seconds(59)).description == told)
  }

  @Test func `a response that ends at the API's time limit is too large`() throws {
    let events = try ResponseClassifier(ResponseClassifierTests.source("wolkvox/agent_13_1", logsIn: false))
    let cut = events.verdict(on: TransportError(.cut, "it broke off"), inBody: true, took: .seconds(60))
    #expect(cut.description == "too_large: it broke off, after 60 s, the limit for a response")
    #expect(cut.isLate)
    #expect(
      events.verdict(on: TransportError(.late, "late"), inBody: true, took: .zero).description == "too_large: late")
    let sums = try ResponseClassifier(ResponseClassifierTests.source("wolkvox/chat_13", logsIn: false))
    #expect(sums.verdict(on: TransportError(.cut, "it broke off"), inBody: true, took: .seconds(60)).kind == .badBody)
    #expect(sums.verdict(on: TransportError(.late, "late"), inBody: true, took: .zero).kind == .retry)
  }

  @Test func `a pattern that takes too long is an error of the catalog`() throws {
    var source = try ResponseClassifierTests.source("wolkvox/agent_13_1", logsIn: false)
    source.report.verdicts = [
      VerdictRule(statuses: [], message: "^(a+)+$", verdict: .busy, hint: nil, sample: nil)
    ]
    let report = ParsedResponse(message: String(repeating: "a", count: 1_000) + "!")
    let verdict = try ResponseClassifier(source).verdict(
      on: ResponseClassifier.Facts(status: 500, report: report, now: TestSource.now))
    #expect(
      verdict.description
        == "fatal: HTTP 500, and the catalog's pattern `^(a+)+$` takes too long to match; "
        + "remove repetitions within repetitions")
    #expect(verdict.hint == "correct the catalog")
  }

  @Test func `a pattern of the number of records that takes too long is an error of the catalog`() throws {
    let classifier = try ResponseClassifier(TestSource().declaration)
    var report = ParsedResponse(code: "200", records: 1, hasRecords: true)
    report.declaredProblem = .timeout(CatalogPatternTimeout(pattern: "^(a+)+$"))
    let verdict = classifier.verdict(on: ResponseClassifier.Facts(status: 200, report: report, now: TestSource.now))
    #expect(
      verdict.description
        == "fatal: HTTP 200, and the catalog's pattern `^(a+)+$` takes too long to match; "
        + "remove repetitions within repetitions")
    #expect(verdict.hint == "correct the catalog")
  }
}
