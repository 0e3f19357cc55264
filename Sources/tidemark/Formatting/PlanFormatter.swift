import ConfigurationFiles
import Exporting
import Fetching

/// Formats a plan as a table.
enum PlanFormatter {
  /// - Parameter columns: the terminal's width; nil if there is none, so that rows have any length.
  static func lines(of plan: ExportPlan, file: PipelineFile, columns: Int?) -> [String] {
    var lines = ["\(file.name): \(file.source.reportName) to \(file.sink.path)"]
    for note in plan.notes { lines.append("note: \(note)") }
    let requests = plan.chunks.map(\.request.description)
    let common = columns == nil ? "" : commonStart(of: requests)
    if !common.isEmpty { lines.append("\(common)…") }
    let hasReasons = plan.chunks.contains { $0.reason != nil }
    let rows = zip(plan.chunks, requests).map { item, request in
      [item.chunk.label, item.state.rawValue, item.isDue ? NumberFormat.count(item.calls) : "-"]
        + (hasReasons ? [item.reason ?? ""] : []) + [(common.isEmpty ? "" : "…") + request.dropFirst(common.count)]
    }
    if !rows.isEmpty {
      let header = ["chunk", "state", "calls"] + (hasReasons ? ["reason"] : []) + ["request"]
      lines += TextTable(header: header, rows: rows, rightAligned: [2]).lines(columns: columns)
    }
    if let refusal = plan.refusal {
      lines.append("`run` stops (\(ExitStatus.configuration.rawValue)): \(refusal)")
      return lines
    }
    let quota = file.source.limits.callsPerDay.map { " of \(NumberFormat.count($0)) per day" } ?? ""
    let more = file.source.report.paging == nil ? "" : "responses have further pages or "
    let condition = plan.calls > 0 ? ", more if \(more)windows have to be split" : ""
    lines.append("a run makes \(NumberFormat.count(plan.calls, "call"))\(quota)\(condition)")
    return lines
  }

  /// Returns the common beginning of all requests, up to a position where a URL can be cut; empty if it is too short
  /// to matter.
  private static func commonStart(of requests: [String]) -> String {
    guard let first = requests.first, requests.count > 1 else { return "" }
    let length = requests.dropFirst().reduce(first.count) { length, request in
      min(length, zip(first, request).prefix { $0 == $1 }.count)
    }
    guard let end = first.prefix(length).lastIndex(where: { "?&/".contains($0) }) else { return "" }
    let start = String(first[...end])
    return start.count < 20 ? "" : start
  }
}
