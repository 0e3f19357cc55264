import Declarations
import Exporting

/// A plan as a table.
enum PlanText {
  static func lines(of outlook: ExportOutlook, file: PipelineFile) -> [String] {
    var lines = ["\(file.name): \(file.source.reportName) into \(file.sink.path)"]
    for note in outlook.notes { lines.append("note: \(note)") }
    let rows = outlook.chunks.map { item in
      [
        item.state.rawValue, item.chunk.label, item.isDue ? Quantity.count(item.calls, "call") : "-",
        "\(item.request.method) \(item.request.url)",
      ]
    }
    let header = ["state", "chunk", "calls", "request"]
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    for row in [header] + rows {
      let cells = row.enumerated().map { column, text in
        column == row.count - 1 ? text : text + String(repeating: " ", count: widths[column] - text.count)
      }
      lines.append(cells.joined(separator: "  "))
    }
    let quota = file.source.limits.callsPerDay.map { " of \(Quantity.count($0)) a day" } ?? ""
    lines.append("a run makes \(Quantity.count(outlook.calls, "call"))\(quota), more where windows have to be split")
    return lines
  }
}
