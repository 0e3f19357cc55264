import ConfigurationFiles
import Planning
import Records
import SchemaInference

/// A pipeline file generated from the catalog, for users to read and edit.
struct PipelineTemplate {
  let system: CatalogSystem
  let report: CatalogReport
  /// The catalog file that the pipeline has to name.
  let catalog: String?
  let timeZone: String
  /// The range begins some days or months before it.
  let now: Instant
  /// The path that the file will be written to, if known.
  let path: String?
  /// Columns of a response that are not in the report.
  var more: [FieldProposal] = []

  var text: String {
    (header + source + range + fields + rules + sink).joined(separator: "\n") + "\n"
  }

  var name: String { "\(system.name)-\(report.name.replacing("_", with: "-"))" }

  private var header: [String] {
    let file = path ?? "\(name).yaml"
    var lines = YAMLSchemaModeline.lines(of: .pipeline, beside: path) + ["# \(oneLine(report.title))."]
    if let help = report.help { lines += comment(help) }
    lines += [
      "#", "#   tidemark run --sandbox \(file)     generated rows, no account needed",
      "#   tidemark run \(file)               with the variables below set", "version: 1", "name: \(name)",
      "description: \(quoted(oneLine(report.title)))", "",
    ]
    return lines
  }

  private var source: [String] {
    var lines: [(text: String, note: String?)] = [("  report: \(system.name)/\(report.name)", nil)]
    if let catalog { lines.append(("  catalog: \(quoted(catalog))", nil)) }
    // One of several ways to authenticate is enough; a login needs its user name among the parameters.
    let chosen = system.auth.last.map(\.tokens) ?? []
    let others = Set(system.auth.flatMap(\.tokens)).subtracting(chosen)
    for parameter in system.parameters + report.parameters {
      let value = parameter.defaultValue.map(quoted) ?? "${\(system.variableName(of: parameter.name))}"
      let choice = parameter.values.isEmpty ? "" : " (\(parameter.values.joined(separator: ", ")))"
      lines.append(("  \(parameter.name): \(value)", (parameter.help ?? "") + choice))
    }
    for secret in system.secrets {
      let mark = others.contains(secret.name) ? "# " : ""
      lines.append(("  \(mark)\(secret.name): ${\(system.variableName(of: secret.name))}", secret.help))
    }
    return ["source:"] + aligned(lines) + [""]
  }

  private var range: [String] {
    let clock = report.window.usesRangeZone ? "the API's time zone" : "time zone of the range's days"
    let isReceipt = report.grain == .request
    let chunk = isReceipt ? "1 month" : "1 day"
    let meaning =
      switch report.grain {
      case .event: "one request and one file; also minutes, hours, weeks, months"
      case .window: "the period that a row aggregates; changing it changes the numbers"
      case .request: "one request and one receipt"
      }
    return ["range:"]
      + aligned([
        ("  time_zone: \(timeZone)", "\(clock); for example America/Bogota"),
        ("  from: \(firstDay(isReceipt: isReceipt))", "a fixed date, so that no day is left out after an outage"),
        ("  to: \(isReceipt ? "start of month" : "today")", "exclusive"), ("  chunk: \(chunk)", meaning),
        ("  settle: 2 days", "the next run fetches chunks again that ended less than this ago"),
      ]) + [""]
  }

  /// A week ago or, for receipts, the first day of the month three months ago.
  private func firstDay(isReceipt: Bool) -> CalendarDay {
    let today = (TimeZoneTransitions(identifier: timeZone) ?? .utc).civilTime(at: now).day
    guard isReceipt else { return today.advanced(byDays: -7) }
    let (year, month, _) = today.components
    let index = year * 12 + month - 1 - 3
    return CalendarDay(year: index / 12, month: index % 12 + 1, day: 1) ?? today
  }

  private var fields: [String] {
    guard !report.fields.isEmpty || !more.isEmpty else { return [] }
    return ["fields:                  # one column per line; remove or rename columns as needed"]
      + aligned(
        window
          + report.fields.map { field in
            let origin: String
            if case .record(let paths) = field.origin, paths.count > 1 {
              origin = "{ from: [\(paths.map { quoted($0.description) }.joined(separator: ", "))] }"
            } else {
              origin = quoted(field.origin.description)
            }
            return ("  \(quoted(field.name)): \(origin)", "\(field.type.rawValue)\(field.help.map { ": \($0)" } ?? "")")
          } + undocumented) + [""]
  }

  private var undocumented: [(text: String, note: String?)] {
    more.map { field in
      let nulls = field.nullIf.isEmpty ? "" : ", null_if: \(YAMLFormatter.list(field.nullIf))"
      return (
        "  \(quoted(field.name)): { from: \(quoted(field.path.description)), type: \(field.type.rawValue)\(nulls) }",
        "not in the catalog"
      )
    }
  }

  /// Rows that aggregate a window need the window's bounds to be useful.
  private var window: [(text: String, note: String?)] {
    let names = ["window_start", "window_end"]
    guard report.grain == .window, !report.fields.contains(where: { names.contains($0.name.lowercased()) }) else {
      return []
    }
    return [
      ("  window_start: $window.start", "timestamp: Start of the window that the row aggregates."),
      ("  window_end: $window.end", "timestamp: Exclusive end of the window."),
    ]
  }

  private var rules: [String] {
    ["rules:"]
      + aligned([
        ("  unknown_fields: report", "ignore | report | fail | keep"),
        ("  bad_values: quarantine", "fail | quarantine | null"),
        ("  empty_chunks: skip", "skip | write"),
      ]) + [""]
  }

  private var sink: [String] {
    let columns = Set(report.fields.map { $0.name.lowercased() })
    // A key of the path must not be a column too, because readers use the path's value as the column.
    let partition =
      report.partition?.description ?? ["date", "day", "window_date"].first { !columns.contains($0) }.map {
        "\($0)={window.date}/{chunk}"
      }
      ?? "{window.date}/{chunk}"
    return ["sink:"]
      + aligned([
        ("  path: exports/\(name)", nil), ("  partition: \(quoted(partition))", nil),
        ("  format: csv", "csv | ndjson | parquet"),
        ("  compression: gzip", "gzip | none"),
      ])
  }

  /// Aligns the notes in one column, as far as the lines before them allow.
  private func aligned(_ lines: [(text: String, note: String?)]) -> [String] {
    let column = min(40, (lines.map(\.text.count).max() ?? 0) + 2)
    return lines.map { text, note in
      guard let note, !note.isEmpty else { return text }
      return text + String(repeating: " ", count: max(2, column - text.count)) + "# \(oneLine(note))"
    }
  }

  private func comment(_ text: String) -> [String] {
    var lines = ["#"]
    for word in oneLine(text).split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 110 { lines.append("#") }
      lines[lines.count - 1] += " \(word)"
    }
    return lines
  }

  private func oneLine(_ text: String) -> String { YAMLFormatter.oneLine(text) }
  private func quoted(_ text: String) -> String { YAMLFormatter.scalar(text) }
}
