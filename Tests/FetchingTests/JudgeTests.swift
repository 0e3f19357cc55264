import Declarations
import Fetching
import Records
import TestSupport
import Testing

/// One answer, one verdict.
struct JudgeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var status = 200
    var headers: [(name: String, value: String)] = []
    var report = AnswerReport(code: "200", message: "3 records were found", declared: 3, records: 3, hasRecords: true)
    var head = ""
    var took = Duration.seconds(1)
    var grain = Grain.event
    var auth: AuthMethod?
    var limits = Limits(records: 10)
    var envelope = TestSource.envelope()
    var rules: [VerdictRule] = []
    var expected: Verdict
    var testDescription: String { name }
  }

  static func verdict(_ test: Case) throws -> Verdict {
    var source = TestSource()
    source.grain = test.grain
    source.auth = test.auth ?? source.auth
    source.limits = test.limits
    source.envelope = test.envelope
    source.rules = test.rules
    return try Judge(source.declaration).verdict(
      on: Judge.Facts(
        status: test.status, headers: AnswerHeaders(test.headers), report: test.report, head: Array(test.head.utf8),
        now: TestSource.now, took: test.took, mask: SecretMask(source.declaration.secrets.values)))
  }

  static func report(
    code: String? = "200", message: String? = nil, declared: Int? = nil, records: Int = 0, hasRecords: Bool = true,
    fault: BodyFault? = nil
  ) -> AnswerReport {
    AnswerReport(
      code: code, message: message, declared: declared, records: records, hasRecords: hasRecords, bytes: 100,
      fault: fault)
  }

  static func failure(_ message: String?, code: String? = nil) -> AnswerReport {
    report(code: code, message: message, hasRecords: false)
  }

  static let vendorRules = [
    TestSource.rule([404], "validate.*date", .empty),
    TestSource.rule([403], "simultaneous", .busy),
    TestSource.rule([403], "token limit", .quota, hint: "the licences' calls are spent"),
    TestSource.rule([403], "validate token", .denied),
    TestSource.rule([403], nil, .resting),
    TestSource.rule([401], nil, .expired),
  ]

  static let successes: [Case] = [
    Case(name: "rows", expected: Verdict(.rows, "HTTP 200, the API says \"3 records were found\"")),
    Case(
      name: "no records", report: report(message: "0 records were found", declared: 0),
      expected: Verdict(.empty, "HTTP 200, the API says \"0 records were found\", no records")),
    Case(
      name: "no place for records, but none declared", report: report(declared: 0, hasRecords: false),
      expected: Verdict(.empty, "HTTP 200, no records")),
    Case(
      name: "a bare array, no success rule, nothing declared", report: report(code: nil, records: 2),
      envelope: TestSource.envelope(success: nil, declared: false, message: nil), expected: Verdict(.rows, "HTTP 200")),
    Case(
      name: "no cap", report: report(records: 10), limits: Limits(), expected: Verdict(.rows, "HTTP 200")),
    Case(
      name: "one below the cap", report: report(declared: 9, records: 9), expected: Verdict(.rows, "HTTP 200")),
    Case(
      name: "an acknowledgement without a body",
      report: report(code: nil, hasRecords: false, fault: BodyFault(.malformed, "the answer is not JSON")),
      grain: .request,
      envelope: TestSource.envelope(success: nil), expected: Verdict(.rows, "HTTP 200")),
    Case(
      name: "an acknowledgement that says nothing of success", report: failure("hello"), grain: .request,
      expected: Verdict(.rows, "HTTP 200, the API says \"hello\"")),
    Case(
      name: "an acknowledgement whose envelope succeeds", status: 202, report: report(hasRecords: false),
      grain: .request,
      expected: Verdict(.rows, "HTTP 202")),
    Case(
      name: "rows refute a rule that says empty",
      report: report(message: "please validate the date", records: 2), rules: [TestSource.rule([], "validate", .empty)],
      expected: Verdict(.rows, "HTTP 200, the API says \"please validate the date\"")),
    Case(
      name: "a rule for a status that success has too does not touch success", report: report(records: 2),
      rules: [TestSource.rule([200], nil, .resting), TestSource.rule([], nil, .fatal)],
      expected: Verdict(.rows, "HTTP 200")),
    Case(
      name: "a rule that calls another code success", report: report(code: "206", records: 2),
      rules: [TestSource.rule([206], nil, .rows)], expected: Verdict(.rows, "HTTP 200 with `code` 206")),
  ]

  static let badBodies: [Case] = [
    Case(
      name: "a web page",
      report: report(
        code: nil, message: "<html>", hasRecords: false, fault: BodyFault(.malformed, "no JSON at byte 0")),
      head: " \n<!doctype html>", expected: Verdict(.badBody, "HTTP 200, but the answer is a web page, not JSON")),
    Case(
      name: "cut JSON",
      report: report(code: nil, records: 2, fault: BodyFault(.cut, "the answer ends at byte 99 within a record")),
      head: "{", expected: Verdict(.badBody, "HTTP 200, but the answer ends at byte 99 within a record")),
    Case(
      name: "a cut body proves no emptiness",
      report: report(message: "validate date", fault: BodyFault(.cut, "the answer ends at byte 9")),
      rules: [TestSource.rule([], "validate", .empty)],
      expected: Verdict(.badBody, "HTTP 200, but the answer ends at byte 9")),
    Case(
      name: "nothing where success is told", report: report(code: nil, records: 2),
      expected: Verdict(.badBody, "HTTP 200, but nothing at `code`, where it tells success")),
    Case(
      name: "nothing where records belong", report: report(hasRecords: false),
      expected: Verdict(.badBody, "HTTP 200, but nothing at `data`, where its records belong")),
    Case(
      name: "more records than declared", report: report(declared: 2, records: 3),
      expected: Verdict(.badBody, "the answer declares 2 records and holds 3")),
    Case(
      name: "fewer records than declared, of a window report", report: report(declared: 4, records: 3), grain: .window,
      expected: Verdict(.badBody, "the answer declares 4 records and holds 3")),
    Case(
      name: "records declared, none there", report: report(declared: 4, hasRecords: false),
      expected: Verdict(.badBody, "HTTP 200, but nothing at `data`, where its records belong")),
    Case(
      name: "a web page in place of an acknowledgement",
      report: report(code: nil, hasRecords: false, fault: BodyFault(.malformed, "not JSON")), head: "<html>",
      grain: .request,
      expected: Verdict(.badBody, "HTTP 200, but nothing at `code`, where it tells success")),
    Case(
      name: "a failure told after records that no rule knows", report: report(code: "403", message: "nope", records: 3),
      expected: Verdict(.badBody, "HTTP 200 with `code` 403, the API says \"nope\"")),
  ]

  static let tooLarge: [Case] = [
    Case(
      name: "the cap", report: report(declared: 10, records: 10),
      expected: Verdict(.tooLarge, "the answer holds 10 records, and 10 is where the API cuts")),
    Case(
      name: "beyond the cap, of a window report", report: report(records: 11), grain: .window,
      expected: Verdict(.tooLarge, "the answer holds 11 records, and 10 is where the API cuts")),
    Case(
      name: "more declared than there is, of an event report", report: report(declared: 12, records: 9),
      expected: Verdict(.tooLarge, "the answer declares 12 records and holds 9")),
    Case(
      name: "too many bytes",
      report: report(code: nil, fault: BodyFault(.tooLarge, "the answer has more than 256 bytes")),
      expected: Verdict(.tooLarge, "the answer has more than 256 bytes")),
    Case(
      name: "a rule says so", status: 400, report: failure("range too wide"),
      rules: [TestSource.rule([400], "too wide", .tooLarge)],
      expected: Verdict(.tooLarge, "HTTP 400, the API says \"range too wide\"")),
    Case(
      name: "504 after about the time an answer may take", status: 504, report: failure(nil), took: .seconds(59),
      limits: Limits(time: .seconds(60)), expected: Verdict(.tooLarge, "HTTP 504", isLate: true)),
  ]

  static let byRule: [Case] = [
    Case(
      name: "empty", status: 404, report: failure("PLEASE VALIDATE THE DATE"), rules: vendorRules,
      expected: Verdict(.empty, "HTTP 404, the API says \"PLEASE VALIDATE THE DATE\"")),
    Case(
      name: "the first match wins", status: 403, report: failure("EXCEEDS SIMULTANEOUS REQUESTS, TOKEN LIMIT"),
      rules: vendorRules,
      expected: Verdict(.busy, "HTTP 403, the API says \"EXCEEDS SIMULTANEOUS REQUESTS, TOKEN LIMIT\"")),
    Case(
      name: "quota, with the catalog's hint", status: 403, report: failure("TOKEN LIMIT EXCEEDED"), rules: vendorRules,
      expected: Verdict(
        .quota, "HTTP 403, the API says \"TOKEN LIMIT EXCEEDED\"", hint: "the licences' calls are spent")),
    Case(
      name: "the body's code stands where HTTP says 200", report: failure("TOKEN LIMIT EXCEEDED", code: "403"),
      rules: vendorRules,
      expected: Verdict(
        .quota, "HTTP 200 with `code` 403, the API says \"TOKEN LIMIT EXCEEDED\"", hint: "the licences' calls are spent"
      )),
    Case(
      name: "a failure after its rows", report: report(code: "403", message: "backup", records: 5), rules: vendorRules,
      expected: Verdict(.resting, "HTTP 200 with `code` 403, the API says \"backup\"")),
    Case(
      name: "denied", status: 403, report: failure("please validate token"), rules: vendorRules,
      expected: Verdict(.denied, "HTTP 403, the API says \"please validate token\"")),
    Case(
      name: "a rule with no message matches any", status: 403, report: failure(nil), rules: vendorRules,
      expected: Verdict(.resting, "HTTP 403")),
    Case(
      name: "expired, where a login can help", status: 401, report: failure(nil), auth: TestSource.login,
      rules: vendorRules,
      expected: Verdict(.expired, "HTTP 401")),
    Case(
      name: "expired, where no login can help", status: 401, report: failure(nil), rules: vendorRules,
      expected: Verdict(.denied, "HTTP 401")),
    Case(
      name: "words of an answer that is no JSON",
      report: report(code: nil, message: "no data", hasRecords: false, fault: BodyFault(.malformed, "not JSON")),
      rules: [TestSource.rule([], "^no data$", .empty)], expected: Verdict(.empty, "HTTP 200, the API says \"no data\"")
    ),
    Case(
      name: "a message within a success", report: report(message: "result truncated", records: 5),
      rules: [TestSource.rule([200], "truncated", .tooLarge)],
      expected: Verdict(.tooLarge, "HTTP 200, the API says \"result truncated\"")),
    Case(
      name: "Retry-After is carried", status: 403, headers: [("retry-after", "7")], report: failure("simultaneous"),
      rules: vendorRules,
      expected: Verdict(.busy, "HTTP 403, the API says \"simultaneous\"", retryAfter: .seconds(7))),
  ]

  static let unrecognised: [Case] = [
    Case(
      name: "failure in a 200", report: report(code: "403", message: "nope"),
      expected: Verdict(.fatal, "HTTP 200 with `code` 403, the API says \"nope\"")),
    Case(
      name: "a false for success", report: report(code: "false", message: nil, hasRecords: false),
      envelope: TestSource.envelope(success: (["status"], ["true"])),
      expected: Verdict(.fatal, "HTTP 200 with `status` false")),
    Case(name: "401", status: 401, report: failure(nil), expected: Verdict(.denied, "HTTP 401")),
    Case(
      name: "401 with a login", status: 401, report: failure(nil), auth: TestSource.login,
      expected: Verdict(.expired, "HTTP 401")),
    Case(name: "403", status: 403, report: failure("no"), expected: Verdict(.denied, "HTTP 403, the API says \"no\"")),
    Case(name: "404", status: 404, report: failure(nil), expected: Verdict(.fatal, "HTTP 404")),
    Case(name: "408", status: 408, report: failure(nil), expected: Verdict(.retry, "HTTP 408")),
    Case(
      name: "429", status: 429, headers: [("Retry-After", "9")], report: failure(nil),
      expected: Verdict(.busy, "HTTP 429", retryAfter: .seconds(9))),
    Case(name: "500", status: 500, report: failure(nil), expected: Verdict(.retry, "HTTP 500")),
    Case(
      name: "504 at once", status: 504, report: failure(nil), limits: Limits(time: .seconds(60)),
      expected: Verdict(.retry, "HTTP 504")),
    Case(
      name: "504 of a window report", status: 504, report: failure(nil), took: .seconds(60), grain: .window,
      limits: Limits(time: .seconds(60)), expected: Verdict(.retry, "HTTP 504")),
    Case(name: "302", status: 302, report: failure(nil), expected: Verdict(.fatal, "HTTP 302")),
    Case(
      name: "a failure that looks whole", status: 500, report: report(records: 5), expected: Verdict(.retry, "HTTP 500")
    ),
    Case(
      name: "what the API says is made fit to be shown", status: 500,
      report: failure("bad\u{1B}[2J token s3cret-token-42\n\(String(repeating: "x", count: 300))"),
      expected: Verdict(
        .retry, "HTTP 500, the API says \"bad[2J token *** \(String(repeating: "x", count: 183))…\"")),
  ]

  @Test(arguments: successes + badBodies + tooLarge + byRule + unrecognised)
  func `an answer gets its verdict`(_ test: Case) throws {
    let verdict = try JudgeTests.verdict(test)
    #expect(verdict.description == test.expected.description)
    #expect(verdict == test.expected)
  }

  struct Loss: CustomTestStringConvertible, Sendable {
    var kind: TransportError.Kind
    var inBody = false
    var took = Duration.seconds(1)
    var grain = Grain.event
    var expected: Verdict
    var testDescription: String { "\(kind), \(inBody ? "in the body" : "before it"), \(took), \(grain)" }
  }

  @Test(arguments: [
    Loss(kind: .unreachable, expected: Verdict(.unreachable, "words")),
    Loss(kind: .untrusted, expected: Verdict(.untrusted, "words")),
    Loss(kind: .misconfigured, expected: Verdict(.fatal, "words")),
    Loss(
      kind: .redirected,
      expected: Verdict(.fatal, "words", hint: "set `source.base_url` to the new address if you trust it")),
    Loss(kind: .notRecorded, expected: Verdict(.unrecorded, "words")),
    Loss(kind: .dropped, expected: Verdict(.retry, "words")),
    Loss(kind: .silent, expected: Verdict(.retry, "words")),
    Loss(kind: .silent, inBody: true, expected: Verdict(.badBody, "words")),
    Loss(kind: .cut, inBody: true, expected: Verdict(.badBody, "words")),
    Loss(kind: .garbled, inBody: true, expected: Verdict(.badBody, "words")),
    Loss(kind: .late, expected: Verdict(.tooLarge, "words", isLate: true)),
    Loss(kind: .late, inBody: true, grain: .window, expected: Verdict(.retry, "words")),
    Loss(
      kind: .dropped, took: .seconds(60),
      expected: Verdict(.tooLarge, "words, after the 60 s that an answer may take", isLate: true)),
    Loss(
      kind: .silent, inBody: true, took: .seconds(61),
      expected: Verdict(.tooLarge, "words, after the 60 s that an answer may take", isLate: true)),
    Loss(kind: .dropped, took: .seconds(61), grain: .window, expected: Verdict(.retry, "words")),
    Loss(kind: .unreachable, took: .seconds(61), expected: Verdict(.unreachable, "words")),
  ])
  func `an answer that does not come gets its verdict`(_ loss: Loss) throws {
    var source = TestSource()
    source.grain = loss.grain
    source.limits = Limits(time: .seconds(60))
    let verdict = try Judge(source.declaration).verdict(
      on: TransportError(loss.kind, "words"), inBody: loss.inBody, took: loss.took)
    #expect(verdict == loss.expected)
  }

  @Test func `a rule that is no regular expression is told`() {
    var source = TestSource()
    source.rules = [TestSource.rule([403], "(", .busy)]
    let declaration = source.declaration
    let error = #expect(throws: FetchError.self) { try Judge(declaration) }
    #expect(
      error?.description
        == "the catalog acme.yaml has a verdict whose `message` is no regular expression; mend the pattern '('")
    #expect(error?.kind == .configuration)
  }
}
