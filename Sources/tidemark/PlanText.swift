import Declarations
import Exporting
import Fetching

/// A plan as a table.
enum PlanText {
  /// - Parameter columns: the terminal's; nil where there is none, so that rows may be as long as they are.
  static func lines(of outlook: ExportOutlook, file: PipelineFile, columns: Int?) -> [String] {
    var lines = ["\(file.name): \(file.source.reportName) into \(file.sink.path)"]
    for note in outlook.notes { lines.append("note: \(note)") }
    let requests = outlook.chunks.map(\.request.description)
    let common = columns == nil ? "" : commonStart(of: requests)
    if !common.isEmpty { lines.append("\(common)…") }
    let hasReasons = outlook.chunks.contains { $0.reason != nil }
    let rows = zip(outlook.chunks, requests).map { item, request in
      [item.chunk.label, item.state.rawValue, item.isDue ? Quantity.count(item.calls) : "-"]
        + (hasReasons ? [item.reason ?? ""] : []) + [(common.isEmpty ? "" : "…") + request.dropFirst(common.count)]
    }
    if !rows.isEmpty {
      let header = ["chunk", "state", "calls"] + (hasReasons ? ["reason"] : []) + ["request"]
      lines += TextTable(header: header, rows: rows, rightAligned: [2]).lines(columns: columns)
    }
    let quota = file.source.limits.callsPerDay.map { " of \(Quantity.count($0)) a day" } ?? ""
    let more = file.source.report.paging == nil ? "" : "answers have further pages or "
    lines.append(
      "a run makes \(Quantity.count(outlook.calls, "call"))\(quota), more where \(more)windows have to be split")
    return lines
  }

  /// What all requests begin with, up to a place where an address can be cut; empty where that is too little to matter.
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
