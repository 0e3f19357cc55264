import Declarations
import Inference
import Records

/// A catalog file for a system that nobody described yet, made from one of its answers.
///
/// It has no fault; what an answer cannot tell is a plausible guess, numbered in the comment at its top and at its place.
struct CatalogDraft {
  let system: String
  let report: String
  /// What the answer's file is called.
  let source: String
  let answer: AnswerProposal
  /// Where the file will be.
  let path: String

  var text: String {
    (header + access + asking + envelope + reports).joined(separator: "\n") + "\n"
  }

  /// What stands in the file is to be changed by whoever knows the API.
  static let openPoints = [
    "base_url: the API's address", "secrets and auth: how the API knows who asks",
    "request: the path and the query of the report", "window: how a time is written in the query, and on which clock",
    "limits: what the API allows; without `records` nothing is known to be cut",
  ]

  private var header: [String] {
    EditorLine.lines(of: .catalog, beside: path) + [
      "# The catalog entry of `\(system)`, from \(source). An answer does not tell how it was asked for; fill in:", "#",
    ]
      + CatalogDraft.openPoints.enumerated().map { "#   (\($0 + 1)) \($1)" }
      + ["#", "# Then look at `tidemark plan` and `tidemark preview` of the pipeline."]
  }

  private var access: [String] {
    [
      "system: \(system)", "title: \(system)", "", noted("base_url: https://api.example.com", "(1)"), "",
      noted("secrets:", "(2) or remove both, where the API asks for nothing"),
      "  token: { help: The API's token. }",
      noted("auth: { bearer: \"{token}\" }", "or { header: x-api-key, value: \"{token}\" }, or a login"), "",
    ]
  }

  private var asking: [String] {
    [
      noted("window:", "(4)"),
      noted("  format: \"yyyy-MM-dd'T'HH:mm:ss'Z'\"", "or yyyy-MM-dd, yyyyMMddHHmmss, epoch_seconds"),
      noted("  zone: utc", "or range: the clock of the pipeline's time zone"),
      noted("  end: exclusive", "or inclusive: then the last second of the window is sent"), "",
      noted("# limits: { records: 10000, window: 31 days }", "(5)"), "",
    ]
  }

  private var envelope: [String] {
    let path = FieldOrigin.KeyPath(answer.records.path).description
    var lines = ["envelope:", "  records: \(path.isEmpty ? "." : YAMLText.scalar(path))"]
    if let success = answer.envelope.success {
      lines.append("  success: { at: \(written(success.at)), any_of: \(YAMLText.list([success.text])) }")
    }
    if let declared = answer.envelope.declared {
      let text = declared.sample.map { ", pattern: '^\\D*(\\d+)', sample: \(YAMLText.quoted($0))" } ?? ""
      lines.append("  declared: { at: \(written(declared.at))\(text) }")
    }
    if let message = answer.envelope.message { lines.append("  message: \(written(message))") }
    return lines + [
      "", noted("verdicts:", "what answers mean that are no success; the first match wins"),
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
        ? noted("    grain: window", "rows sum the window; event: each has its own time")
        : noted("    grain: event", "a row has its own time; window: rows sum the window"),
    ]
    if let time { lines.append("    time: \(YAMLText.scalar(time))") }
    lines.append("    fields:")
    return lines + answer.fields.map { "      \(YAMLText.scalar($0.name)): \(entry(of: $0, isTime: $0.name == time))" }
  }

  private func noted(_ text: String, _ note: String) -> String {
    text + String(repeating: " ", count: max(2, 42 - text.count)) + "# \(note)"
  }

  private func entry(of field: FieldProposal, isTime: Bool) -> String {
    var parts: [String] = []
    if field.path.keys != [field.name] { parts.append("from: \(written(field.path.keys))") }
    parts.append("type: \(field.type.rawValue)")
    if !field.nullIf.isEmpty { parts.append("null_if: \(YAMLText.list(field.nullIf))") }
    if field.type == .localTimestamp {
      parts.append("help: \"The text names no zone; `timestamp`, if it is the clock of the pipeline's zone.\"")
    }
    // Made-up rows fall into their window by it.
    if isTime { parts.append("sample: { like: time }") }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  /// The field that tells when a record came to be: the first moment whose name says so, or else the first one.
  private var timeField: String? {
    let moments = answer.fields.filter { [.timestamp, .localTimestamp].contains($0.type) && $0.emptyCount == 0 }
    return (moments.first(where: \.isTimeOfRecord) ?? moments.first)?.name
  }

  private func written(_ path: [String]) -> String {
    YAMLText.scalar(FieldOrigin.KeyPath(path).description)
  }
}
