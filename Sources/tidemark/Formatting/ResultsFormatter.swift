import ConfigurationFiles
import Exporting

/// Formats the results of several pipelines, one per line.
enum ResultsFormatter {
  static func lines(of results: [PipelineResult]) -> [String] {
    let rows = results.map { result in
      let summary = result.runResult.summary
      let fetched = summary.map { $0.committed + $0.unchanged + $0.empty } ?? 0
      return [
        result.job.file.name, "\(result.status.rawValue)", NumberFormat.count(fetched),
        NumberFormat.count(summary?.failedChunks ?? 0),
        NumberFormat.count(summary?.left ?? 0), NumberFormat.count(summary?.rows ?? 0),
        NumberFormat.bytes(summary?.bytesWritten ?? 0),
        summary.map { NumberFormat.time($0.duration) } ?? "did not start",
      ]
    }
    let header = ["pipeline", "exit", "fetched", "failed", "left", "rows", "written", "time"]
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    return ([header] + rows).map { row in
      row.indices.map { TerminalLayout.padded(row[$0], to: widths[$0], alignedRight: $0 > 0) }.joined(separator: "  ")
    }
  }
}
