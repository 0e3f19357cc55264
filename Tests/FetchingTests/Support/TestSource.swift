import ConfigurationFiles
import Fetching
import Foundation
import Planning
import Records
import Synchronization
import TestSupport

/// A declaration of a source that is easy to vary.
struct TestSource {
  var baseURL = "http://api.test"
  var loginURL: String?
  var grain = Grain.event
  var method = "GET"
  var path = "/calls"
  var query: [(String, String)] = [("from", "{window.start}"), ("to", "{window.end}")]
  var headers: [(String, String)] = []
  var body = RequestBody.none
  var parameters: [String: String] = [:]
  var secrets: [String: String] = ["token": "s3cret-token-42"]
  var missing: [String] = []
  var auth: AuthMethod? = .header(name: "x-token", value: TestSource.template("{token}"))
  var format = TestSource.format()
  var limits = Limits(records: 10)
  var envelope = TestSource.envelope()
  var paging: Paging?
  var rules: [VerdictRule] = []
  var retry = RetryPolicy(tries: 3, firstDelay: .seconds(1), maxDelay: .seconds(60), patience: .seconds(600))
  var pause = Duration.zero
  var timeouts = Timeouts()

  static func template(_ text: String) -> Template {
    do { return try Template(text) } catch { preconditionFailure("\(text): \(error.reason)") }
  }

  static func format(
    _ pattern: String = "yyyyMMddHHmmss", usesRangeZone: Bool = true, endIsInclusive: Bool = true,
    resolution: Duration = .seconds(1)
  ) -> WindowFormat {
    do {
      return WindowFormat(
        pattern: try TimePattern(pattern), usesRangeZone: usesRangeZone, endIsInclusive: endIsInclusive,
        resolution: resolution)
    } catch { preconditionFailure(error.reason) }
  }

  static func envelope(
    success: (at: [String], anyOf: [String])? = (["code"], ["200"]), declared: Bool = true, message: [String]? = ["msg"]
  ) -> Envelope {
    Envelope(
      records: ["data"], success: success,
      declared: declared ? DeclaredCount(at: ["msg"], pattern: #"^(\d+) records"#, sample: nil) : nil, message: message)
  }

  static func rule(
    _ statuses: [Int], _ message: String? = nil, _ verdict: VerdictKind, hint: String? = nil
  ) -> VerdictRule {
    VerdictRule(statuses: statuses, message: message, verdict: verdict, hint: hint, sample: nil)
  }

  static let login = AuthMethod.login(
    LoginMethod(
      request: RequestTemplate(
        method: "POST", path: template("/login"),
        body: .json([("username", .text(template("{username}"))), ("password", .text(template("{password}")))])),
      tokenPath: ["session", "token"], header: "Authorization", value: template("Bearer {token}")))

  var declaration: SourceDeclaration {
    let request = RequestTemplate(
      method: method, path: TestSource.template(path), query: query.map { ($0.0, TestSource.template($0.1)) },
      headers: headers.map { ($0.0, TestSource.template($0.1)) }, body: body)
    let report = CatalogReport(
      name: "calls", title: "Calls", help: nil, request: request, grain: grain, timeField: nil, parameters: [],
      window: format,
      limits: limits, envelope: envelope, paging: paging, verdicts: rules, fields: [], partition: nil)
    let system = CatalogSystem(
      name: "acme", title: "Acme", help: nil, baseURL: TestSource.template("https://{server}.acme.test"),
      parameters: [],
      secrets: [SecretDeclaration(name: "token", help: nil)], auth: [], window: format, limits: limits,
      envelope: envelope,
      verdicts: rules, reports: [report], origin: "acme.yaml")
    var source = SourceDeclaration(
      system: system, report: report, baseURL: baseURL.isEmpty ? nil : baseURL, parameters: parameters,
      secrets: secrets.mapValues(Secret.init),
      missingSecrets: missing.map { .init(name: $0, reason: "the environment variable \($0.uppercased()) is not set") },
      auth: auth, timeouts: timeouts, retry: retry, pause: pause, limits: limits)
    source.loginURL = loginURL
    return source
  }

  static let day = window("2026-10-01T05:00:00Z", "2026-10-02T05:00:00Z")

  static func window(_ start: String, _ end: String) -> Window {
    guard let start = Instant(start), let end = Instant(end) else { preconditionFailure("no instants") }
    return Window(span: start..<end)
  }

  /// A zone at UTC-5 without changes.
  static let bogota = TimeZoneTransitions(identifier: "America/Bogota", transitions: [], offsets: [-18_000])

  static let now = window("2026-11-21T12:00:00Z", "2026-11-21T13:00:00Z").span.lowerBound
}

/// A well-formed response with a number of records.
func rows(_ count: Int, declared: Int? = nil) -> String {
  let records = (0..<count).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
  return #"{"code":"200","error":null,"msg":"\#(declared ?? count) records were found","data":[\#(records)]}"#
}
