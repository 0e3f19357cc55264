import Declarations
import Inference
import Records

/// A pipeline file made from the catalog, to be read and changed by people.
struct PipelineDraft {
  let system: CatalogSystem
  let report: CatalogReport
  /// The catalog file that the pipeline has to name.
  let catalog: String?
  let timeZone: String
  /// Where the file will be, as far as that is known.
  let path: String?
  /// Columns beside those of the report, from an answer.
  var more: [FieldProposal] = []

  var text: String {
    (header + source + range + fields + rules + sink).joined(separator: "\n") + "\n"
  }

  var name: String { "\(system.name)-\(report.name.replacing("_", with: "-"))" }

  private var header: [String] {
    let file = path ?? "\(name).yaml"
    var lines = EditorLine.lines(of: .pipeline, beside: path) + ["# \(oneLine(report.title))."]
    if let help = report.help { lines += comment(help) }
    lines += [
      "#", "#   tidemark run --sandbox \(file)     made-up rows, no account needed",
      "#   tidemark run \(file)               with the variables below set", "version: 1", "name: \(name)",
      "description: \(quoted(oneLine(report.title)))", "",
    ]
    return lines
  }

  private var source: [String] {
    var lines: [(text: String, note: String?)] = [("  report: \(system.name)/\(report.name)", nil)]
    if let catalog { lines.append(("  catalog: \(quoted(catalog))", nil)) }
    // Of several ways to prove who asks, one is enough; a login needs its user name among the parameters.
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
    let clock = report.window.usesRangeZone ? "the clock that the API speaks" : "whose midnights cut the days"
    let isReceipt = report.grain == .request
    let chunk = isReceipt ? "1 month" : "1 day"
    let meaning =
      switch report.grain {
      case .event: "one request and one file; minutes, hours, weeks and months too"
      case .window: "what a row sums up: rows of other chunks are other numbers"
      case .request: "one request and one receipt"
      }
    return ["range:"]
      + aligned([
        ("  time_zone: \(timeZone)", "\(clock); for example America/Bogota"),
        ("  from: \(isReceipt ? "3 months ago" : "7 days ago")", "or a date: 2026-10-01"),
        ("  to: \(isReceipt ? "start of month" : "today")", "itself excluded"), ("  chunk: \(chunk)", meaning),
        ("  settle: 2 days", "a chunk that ended less than this ago is fetched again by the next run"),
      ]) + [""]
  }

  private var fields: [String] {
    guard !report.fields.isEmpty || !more.isEmpty else { return [] }
    return ["fields:                  # a column a line; remove what you do not need, or give it another name"]
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
      let nulls = field.nullIf.isEmpty ? "" : ", null_if: \(YAMLText.list(field.nullIf))"
      return (
        "  \(quoted(field.name)): { from: \(quoted(field.path.description)), type: \(field.type.rawValue)\(nulls) }",
        "not in the catalog"
      )
    }
  }

  /// Rows that sum a window are worth little without it.
  private var window: [(text: String, note: String?)] {
    let names = ["window_start", "window_end"]
    guard report.grain == .window, !report.fields.contains(where: { names.contains($0.name.lowercased()) }) else {
      return []
    }
    return [
      ("  window_start: $window.start", "timestamp: First moment of the window that the row sums up."),
      ("  window_end: $window.end", "timestamp: End of the window, itself excluded."),
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
    // A key of the path must not be a column too: readers take the path's value for the column's.
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

  /// Notes stand in one column, as far as the lines before them allow.
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

  private func oneLine(_ text: String) -> String { YAMLText.oneLine(text) }
  private func quoted(_ text: String) -> String { YAMLText.scalar(text) }
}
