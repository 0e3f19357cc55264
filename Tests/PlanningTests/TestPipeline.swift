import ConfigurationFiles
import Planning
import Records

/// A pipeline of which only what planning reads can be chosen.
struct TestPipeline {
  var zone = "America/Bogota"
  var from = "2026-10-01"
  var to = "2026-11-01"
  var chunk = ChunkLength(count: 1, unit: .day)
  var settle: Duration?
  var grain = Grain.event
  var window = WindowFormat.localSeconds
  var longest: Duration?
  var partition = "date={window.date}/{chunk}"

  func plan(now: String = "2026-11-21T12:00:00Z") throws -> Plan {
    try plan(from: bound(from), to: bound(to), now: now)
  }

  func plan(from: RangeBound, to: RangeBound, now: String = "2026-11-21T12:00:00Z") throws -> Plan {
    try Plan(file(from: from, to: to), now: instant(now))
  }

  func file(from: RangeBound, to: RangeBound) throws -> PipelineFile {
    let limits = Limits(window: longest)
    let envelope = Envelope(records: ["data"], success: nil, declared: nil, message: nil)
    let request = RequestTemplate(method: "GET", path: try Template("/"))
    let report = CatalogReport(
      name: "calls", title: "Calls", help: nil, request: request, grain: grain, timeField: nil, parameters: [],
      window: window, limits: limits, envelope: envelope, verdicts: [], fields: [], partition: nil)
    let system = CatalogSystem(
      name: "acme", title: "Acme", help: nil, baseURL: try Template("http://127.0.0.1"), parameters: [], secrets: [],
      auth: [], window: window, limits: limits, envelope: envelope, verdicts: [], reports: [report], origin: "test")
    let source = SourceDeclaration(
      system: system, report: report, baseURL: nil, parameters: [:], secrets: [:], missingSecrets: [], auth: nil,
      timeouts: Timeouts(), retry: RetryPolicy(), pause: .zero, limits: limits)
    return PipelineFile(
      path: "test.yaml", name: "test", description: nil, source: source,
      range: RangeDeclaration(timeZone: zone, from: from, to: to, chunk: chunk, settle: settle), fields: [],
      rules: RulesDeclaration(),
      sink: SinkDeclaration(
        path: "out", partition: try Template(partition), format: .csv, compression: .gzip))
  }
}

extension WindowFormat {
  /// Local time, the end inclusive.
  static let localSeconds = format("yyyyMMddHHmmss", local: true, inclusive: true, resolution: .seconds(1))
  /// Local time, the end exclusive.
  static let localMinutes = format("yyyy-MM-dd HH:mm", local: true, inclusive: false, resolution: .seconds(60))
  /// Local days, both ends inclusive.
  static let localDays = format("yyyy-MM-dd", local: true, inclusive: true, resolution: .seconds(86_400))
  /// UTC, the end the last millisecond.
  static let instants = format(
    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", local: false, inclusive: true, resolution: .milliseconds(1))
  /// UTC days.
  static let universalDays = format("yyyy-MM-dd", local: false, inclusive: true, resolution: .seconds(86_400))

  static func format(_ pattern: String, local: Bool, inclusive: Bool, resolution: Duration) -> WindowFormat {
    do {
      return WindowFormat(
        pattern: try TimePattern(pattern), usesRangeZone: local, endIsInclusive: inclusive, resolution: resolution)
    } catch {
      preconditionFailure("\(pattern): \(error)")
    }
  }
}

/// An instant, a local time or a day, as a pipeline writes them.
func bound(_ text: String) -> RangeBound {
  if let day = CalendarDay(text) { return .day(day) }
  if let time = ISO8601Parser.civilTime(Array(text.utf8)) { return .local(time) }
  return .instant(instant(text))
}

func instant(_ text: String) -> Instant {
  guard let instant = Instant(text) else { preconditionFailure("invalid instant \(text)") }
  return instant
}

func window(_ from: String, _ to: String) -> Window {
  Window(span: instant(from)..<instant(to))
}

func rules(_ name: String) -> TimeZoneTransitions {
  guard let rules = TimeZoneTransitions(identifier: name) else { preconditionFailure("unknown zone \(name)") }
  return rules
}

extension TimeZoneTransitions {
  /// The clock at the ends of a span: `2026-10-01T00:00:00/2026-10-02T00:00:00`.
  func local(_ span: Range<Instant>) -> String {
    "\(civilTime(at: span.lowerBound))/\(civilTime(at: span.upperBound))"
  }
}
