package import ConfigurationFiles
package import Records

/// The generated rows of one report, derived only from the catalog, the options, the parameters and the window.
///
/// Two halves of a window contain exactly the rows of the window, and the numbers of window reports add up. Spans are
/// half-open in the source's local time: the range's zone if the catalog specifies it, otherwise UTC. Rows are at full
/// seconds.
package struct SandboxData: Sendable {
  private let report: CatalogReport
  private let layout: RecordLayout
  private let clock: SourceClock
  private let options: SandboxOptions
  private let seed: UInt64
  /// The parameter with the format that groups rows, and its default.
  private let groupParameter: (name: String, format: String)?

  package init(system: CatalogSystem, report: CatalogReport, options: SandboxOptions = SandboxOptions()) {
    self.report = report
    self.options = options
    clock = SourceClock(report, rangeZone: options.zones["\(system.name)/\(report.name)"] ?? .utc)
    layout = RecordLayout(report, clock: clock)
    seed = SeededRandom(options.seed, SeededRandom.seed(of: "\(system.name)/\(report.name)")).seed
    let formats = (report.parameters + system.parameters).map { ($0.name, $0.defaultValue ?? $0.example ?? "") }
    groupParameter = formats.first { format in ["%Y", "%m", "%d", "%H", "%M"].contains(where: format.1.contains) }
  }

  /// Returns the source's local time span of a window.
  package func span(of window: Range<Instant>, zone: TimeZoneTransitions) -> Range<CivilTime> {
    let rules = report.window.usesRangeZone ? zone : .utc
    let start = rules.civilTime(at: window.lowerBound)
    return start..<max(start, rules.civilTime(at: window.upperBound))
  }

  /// The number of rows. Of the parameters, those count that the catalog puts into the report's request.
  package func count(in span: Range<CivilTime>, parameters: [String: String] = [:]) -> Int {
    switch report.grain {
    case .event: schedule(parameters).count(in: seconds(of: span))
    case .window: cursor(in: span, parameters: parameters, limit: .max).remaining
    case .request: 0
    }
  }

  /// The rows in order, each the text of a JSON object as the sandbox sends it.
  package func rows(in span: Range<CivilTime>, parameters: [String: String] = [:]) -> [[UInt8]] {
    var cursor = cursor(in: span, parameters: parameters, limit: .max)
    var rows: [[UInt8]] = []
    var row: [UInt8] = []
    while cursor.appendRow(to: &row) {
      rows.append(row)
      row = []
    }
    return rows
  }

  /// `limit`: how many rows to give at most.
  func cursor(in span: Range<CivilTime>, parameters: [String: String], limit: Int) -> RowCursor {
    let seconds = seconds(of: span)
    if case .event = report.grain {
      let schedule = schedule(parameters)
      return RowCursor(EventCursor(schedule, span: seconds, limit: limit), layout: layout, seed: schedule.seed)
    }
    let grouping = grouping(parameters)
    let sums = WindowSums(layout, seed: seed(parameters), options: options)
    let rows = report.grain == .window ? sums.rows(of: grouping?.groups(of: seconds) ?? [seconds]) : []
    return RowCursor(sums, rows: rows.prefix(limit), grouping: grouping ?? .days, layout: layout)
  }

  /// Returns a value outside the records, once per response.
  func responseValue(of field: CatalogField, in span: Range<CivilTime>, parameters: [String: String]) -> [UInt8] {
    let form = ValueForm(field, clock: clock)
    let seconds = seconds(of: span)
    let salt = SeededRandom.seed(of: field.name)
    var random = SeededRandom(
      seed(parameters) ^ salt, UInt64(bitPattern: Int64(seconds.lowerBound)), UInt64(seconds.count))
    var writer = ValueWriter()
    writer.second = max(seconds.lowerBound, seconds.upperBound - 1)
    var value: [UInt8] = []
    writer.append(form, random: &random, to: &value)
    return value
  }

  private func schedule(_ parameters: [String: String]) -> EventSchedule {
    EventSchedule(
      seed: seed(parameters), perDay: Double(max(0, options.rowsPerDay)), variation: options.dailyVariation,
      quietDays: options.quietDays)
  }

  /// Another value of a parameter gives other rows; another grouping gives the same numbers in other groups.
  private func seed(_ parameters: [String: String]) -> UInt64 {
    guard !parameters.isEmpty else { return seed }
    let tokens = report.request.tokens
    return parameters.sorted { $0.key < $1.key }.reduce(seed) { seed, parameter in
      guard parameter.key != groupParameter?.name, tokens.contains(parameter.key) else { return seed }
      return SeededRandom(seed, SeededRandom.seed(of: parameter.key), SeededRandom.seed(of: parameter.value)).seed
    }
  }

  /// Nil if the rows have no time.
  private func grouping(_ parameters: [String: String]) -> TimeGrouping? {
    guard layout.fields.contains(where: { if case .time = $0.form { true } else { false } }) else { return nil }
    guard let groupParameter else { return .days }
    return TimeGrouping(format: parameters[groupParameter.name] ?? groupParameter.format)
  }

  private func seconds(of span: Range<CivilTime>) -> Range<Int> {
    // Rows are at the beginning of a second: the second at the span's start may have begun before it.
    let ceiling = { (time: CivilTime) in Int((time.microseconds + 999_999).flooredQuotient(by: 1_000_000)) }
    return ceiling(span.lowerBound)..<ceiling(span.upperBound)
  }
}
