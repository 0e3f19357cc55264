import Declarations
import Exporting

/// Formats the results of several pipelines, one per line.
enum ResultsText {
  static func lines(of results: [PipelineResult]) -> [String] {
    let rows = results.map { result in
      let summary = result.ending.summary
      let fetched = summary.map { $0.committed + $0.unchanged + $0.empty } ?? 0
      return [
        result.job.file.name, "\(result.status.rawValue)", Quantity.count(fetched),
        Quantity.count(summary?.failedChunks ?? 0),
        Quantity.count(summary?.left ?? 0), Quantity.count(summary?.rows ?? 0),
        Quantity.bytes(summary?.bytesWritten ?? 0),
        summary.map { Quantity.time($0.duration) } ?? "did not start",
      ]
    }
    let header = ["pipeline", "exit", "fetched", "failed", "left", "rows", "written", "time"]
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    return ([header] + rows).map { row in
      row.indices.map { TerminalText.padded(row[$0], to: widths[$0], alignedRight: $0 > 0) }.joined(separator: "  ")
    }
  }
}
