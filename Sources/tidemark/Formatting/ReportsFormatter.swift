import ConfigurationFiles
import Records

/// Formats the catalog for display.
enum ReportsFormatter {
  static func list(of systems: [CatalogSystem]) -> [String] {
    let names = systems.flatMap { system in system.reports.map { ("\(system.name)/\($0.name)", $0) } }
    let width = names.map(\.0.count).max() ?? 0
    return names.map { name, report in
      "\(padded(name, width))  \(padded(report.grain.rawValue, 7))  \(report.title)"
    }
  }

  /// Formats the parameters and secrets that a pipeline needs to reach a system.
  static func access(to system: CatalogSystem) -> [String] {
    var lines = ["", "address     \(system.baseURL)"]
    for parameter in system.parameters { lines.append("parameter   \(words(for: parameter))") }
    for secret in system.secrets { lines.append("secret      \(secret.name)\(clause(secret.help.map(unended)))") }
    return lines
  }

  /// - Parameter columns: the terminal's width, to wrap lines; nil: no wrapping.
  static func page(on report: CatalogReport, of system: CatalogSystem, columns: Int?) -> [String] {
    facts(on: report, of: system).flatMap { TerminalLayout.wrapped($0, to: columns, indent: 12) }
      + fields(of: report, columns: columns)
  }

  private static func facts(on report: CatalogReport, of system: CatalogSystem) -> [String] {
    var lines = ["\(system.name)/\(report.name): \(report.title)"]
    if let help = report.help { lines.append(help) }
    lines += access(to: system)
    for parameter in report.parameters { lines.append("parameter   \(words(for: parameter))") }
    lines.append("request     \(report.request.method) \(report.request.path)")
    for (name, value) in report.request.query { lines.append("            \(name)=\(value)") }
    lines.append("grain       \(grain(of: report))")
    lines.append("window      \(window(of: report))")
    if let paging = report.paging { lines.append("pages       \(pages(paging))") }
    let limits = limits(of: report)
    if !limits.isEmpty { lines.append("limits      \(limits.joined(separator: ", "))") }
    return lines
  }

  private static func fields(of report: CatalogReport, columns: Int?) -> [String] {
    let width = report.fields.map(\.name.count).max() ?? 0
    let typeWidth = report.fields.map(\.type.rawValue.count).max() ?? 0
    return ["", "fields"]
      + report.fields.flatMap { field in
        TerminalLayout.wrapped(
          "  \(padded(field.name, width))  \(padded(field.type.rawValue, typeWidth))  \(words(for: field))",
          to: columns,
          indent: width + typeWidth + 6)
      }
  }

  private static func words(for parameter: Parameter) -> String {
    var parts = "\(parameter.name)\(clause(parameter.help.map(unended)))"
    if !parameter.values.isEmpty { parts += "; one of: \(parameter.values.joined(separator: ", "))" }
    if let value = parameter.defaultValue { parts += "; default \(value)" }
    if let example = parameter.example { parts += "; for example \(example)" }
    return parts
  }

  private static func words(for field: CatalogField) -> String {
    var parts = [field.help.map(unended) ?? ""]
    if case .record(let paths) = field.origin, paths.map(\.description) != [field.name] {
      parts.append("from \(paths.map(\.description).joined(separator: " or "))")
    }
    if let format = field.format { parts.append("format \(format.text)") }
    if !field.nullIf.isEmpty { parts.append("null if \(field.nullIf.map { "\"\($0)\"" }.joined(separator: " or "))") }
    if field.isRequired { parts.append("required") }
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private static func grain(of report: CatalogReport) -> String {
    switch report.grain {
    case .event: "event: each row has its own time\(report.timeField.map { " (\($0))" } ?? ""); a window may be split"
    case .window: "window: each row aggregates the window; a chunk is one request and is never split"
    case .request: "request: the response has no rows; the export records one receipt per chunk"
    }
  }

  private static func window(of report: CatalogReport) -> String {
    let clock = report.window.usesRangeZone ? "the pipeline's time zone" : "UTC"
    return "\(report.window.pattern.text), in \(clock), end \(report.window.endIsInclusive ? "included" : "excluded")"
  }

  private static func pages(_ paging: Paging) -> String {
    let style =
      switch paging.style {
      case .number: "counted"
      case .offset: "by record offset"
      case .cursor(let path): "by a cursor at \(FieldOrigin.KeyPath(path))"
      case .link(let path): "by a link at \(FieldOrigin.KeyPath(path))"
      }
    let size = paging.size.map { ", \(NumberFormat.count($0, "record")) each" } ?? ""
    return style + size + (paging.total.map { "; \(FieldOrigin.KeyPath($0)) is the total of records" } ?? "")
  }

  private static func limits(of report: CatalogReport) -> [String] {
    let limits = report.limits
    var words: [String] = []
    if let records = limits.records {
      words.append("\(NumberFormat.count(records)) records \(report.paging == nil ? "per response" : "per window")")
    }
    if let window = limits.window { words.append("windows of \(window.written)") }
    if let bytes = limits.bytes { words.append("\(NumberFormat.bytes(bytes)) per response") }
    if let time = limits.time { words.append("\(time.written) per response") }
    if let inFlight = limits.inFlight { words.append("\(NumberFormat.count(inFlight, "request")) at a time") }
    if let calls = limits.callsPerDay { words.append("\(NumberFormat.count(calls, "call")) per day") }
    return words
  }

  /// Removes the final period, because more text follows.
  private static func unended(_ help: String) -> String {
    help.hasSuffix(".") ? String(help.dropLast()) : help
  }

  private static func clause(_ help: String?) -> String {
    help.map { ": \($0)" } ?? ""
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
