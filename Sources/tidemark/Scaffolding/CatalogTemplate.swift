import ConfigurationFiles
import Records
import SchemaInference

/// A catalog file for a system that is not described yet, generated from one of its responses.
///
/// The file is valid. Values that a response does not contain are plausible guesses, numbered in the comment at the
/// top of the file and at their lines.
struct CatalogTemplate {
  let system: String
  let report: String
  /// The name of the response's file.
  let source: String
  let response: ResponseProposal
  /// The path that the file will be written to.
  let path: String

  var text: String {
    (header + access + asking + envelope + reports).joined(separator: "\n") + "\n"
  }

  /// The parts of the file to be changed by someone who knows the API.
  static let openPoints = [
    "base_url: the API's address", "secrets and auth: the API's authentication",
    "request: the path and query of the report", "window: the time format in the query, and its time zone",
    "limits: the API's limits; without `records`, truncated responses are not detected",
  ]

  private var header: [String] {
    YAMLSchemaModeline.lines(of: .catalog, beside: path) + [
      "# The catalog entry of `\(system)`, from \(source). A response does not contain the following; fill in:", "#",
    ]
      + CatalogTemplate.openPoints.enumerated().map { "#   (\($0 + 1)) \($1)" }
      + ["#", "# Then check the pipeline with `tidemark plan` and `tidemark preview`."]
  }

  private var access: [String] {
    [
      "system: \(system)", "title: \(system)", "", noted("base_url: https://api.example.com", "(1)"), "",
      noted("secrets:", "(2) or remove both if the API needs no credentials"),
      "  token: { help: The API's token. }",
      noted("auth: { bearer: \"{token}\" }", "or { header: x-api-key, value: \"{token}\" }, or a login"), "",
    ]
  }

  private var asking: [String] {
    [
      noted("window:", "(4)"),
      noted("  format: \"yyyy-MM-dd'T'HH:mm:ss'Z'\"", "or yyyy-MM-dd, yyyyMMddHHmmss, epoch_seconds"),
      noted("  zone: utc", "or range: the pipeline's time zone"),
      noted("  end: exclusive", "or inclusive, to send the window's last second"), "",
      noted("# limits: { records: 10000, window: 31 days }", "(5)"), "",
    ]
  }

  private var envelope: [String] {
    let path = FieldOrigin.KeyPath(response.records.path).description
    var lines = ["envelope:", "  records: \(path.isEmpty ? "." : YAMLFormatter.scalar(path))"]
    if let success = response.envelope.success {
      lines.append("  success: { at: \(written(success.at)), any_of: \(YAMLFormatter.list([success.text])) }")
    }
    if let declared = response.envelope.declared {
      let text = declared.sample.map { ", pattern: '^\\D*(\\d+)', sample: \(YAMLFormatter.quoted($0))" } ?? ""
      lines.append("  declared: { at: \(written(declared.at))\(text) }")
    }
    if let message = response.envelope.message { lines.append("  message: \(written(message))") }
    return lines + [
      "", noted("verdicts:", "rules that classify responses; the first match wins"),
      "  - { status: [401, 403], verdict: denied }", "  - { status: 429, verdict: busy }",
      "  - { status: 5xx, verdict: retry }", "",
    ]
  }

  private var reports: [String] {
    let time = timeField
    var lines = [
      "reports:", "  \(report):", "    title: \(report)", noted("    request:", "(3)"), "      path: /\(report)",
      "      query: { from: \"{window.start}\", to: \"{window.end}\" }",
      time == nil
        ? noted("    grain: window", "each row aggregates the window; event: each row has its own time")
        : noted("    grain: event", "each row has its own time; window: each row aggregates the window"),
    ]
    if let time { lines.append("    time: \(YAMLFormatter.scalar(time))") }
    lines.append("    fields:")
    return lines
      + response.fields.map { "      \(YAMLFormatter.scalar($0.name)): \(entry(of: $0, isTime: $0.name == time))" }
  }

  private func noted(_ text: String, _ note: String) -> String {
    text + String(repeating: " ", count: max(2, 42 - text.count)) + "# \(note)"
  }

  private func entry(of field: FieldProposal, isTime: Bool) -> String {
    var parts: [String] = []
    if field.path.keys != [field.name] { parts.append("from: \(written(field.path.keys))") }
    parts.append("type: \(field.type.rawValue)")
    if !field.nullIf.isEmpty { parts.append("null_if: \(YAMLFormatter.list(field.nullIf))") }
    if field.type == .localTimestamp {
      parts.append("help: \"The text contains no time zone; use `timestamp` if it is in the pipeline's time zone.\"")
    }
    // Generated rows fall into their window by this field.
    if isTime { parts.append("sample: { like: time }") }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  /// The field that contains a record's time: the first instant whose name suggests it, otherwise the first instant.
  private var timeField: String? {
    let moments = response.fields.filter { [.timestamp, .localTimestamp].contains($0.type) && $0.emptyCount == 0 }
    return (moments.first(where: \.isTimeOfRecord) ?? moments.first)?.name
  }

  private func written(_ path: [String]) -> String {
    YAMLFormatter.scalar(FieldOrigin.KeyPath(path).description)
  }
}
