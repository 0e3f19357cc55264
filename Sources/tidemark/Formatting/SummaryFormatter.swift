import Exporting

/// Formats the end of a run in a few lines that fit into an e-mail.
enum SummaryFormatter {
  /// The width that mail programs show without wrapping.
  private static let width = 78

  static func text(of summary: ExportSummary) -> String {
    var lines = [headline(of: summary)]
    lines.append("  chunks   \(chunks(of: summary))")
    let rejected =
      summary.rejected > 0 ? ", \(NumberFormat.count(summary.rejected)) rejected (see _tidemark/rejects)" : ""
    let fetched = summary.rows == summary.rowsWritten ? "" : "\(NumberFormat.count(summary.rows)) fetched, "
    lines.append("  rows     \(fetched)\(NumberFormat.count(summary.rowsWritten)) written\(rejected)")
    if summary.replacedTexts > 0 {
      lines.append("  repaired \(NumberFormat.count(summary.replacedTexts, "text")) with invalid characters")
    }
    if summary.nulledValues > 0 { lines.append("  nulled   \(NumberFormat.count(summary.nulledValues, "bad value"))") }
    let retries = summary.retries > 0 ? ", \(NumberFormat.count(summary.retries, "retry", plural: "retries"))" : ""
    lines.append(
      "  bytes    \(NumberFormat.bytes(summary.bytesReceived)) received in \(NumberFormat.count(summary.calls, "call"))\(retries), "
        + "\(NumberFormat.bytes(summary.bytesWritten)) written")
    lines.append("  time     \(NumberFormat.time(summary.duration))")
    lines.append("  files    \(summary.sinkPath)")
    if !summary.failures.isEmpty {
      lines.append("  failed")
      for failure in summary.failures {
        if let chunk = failure.chunk { lines.append("    \(chunk)") }
        lines += TerminalLayout.wrapped(failure.reason, to: width, indent: failure.chunk == nil ? 4 : 6)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func headline(of summary: ExportSummary) -> String {
    if let reason = summary.stopReason {
      return
        "\(summary.pipeline): stopped by \(reason); \(NumberFormat.count(summary.left, "chunk")) left for the next run"
    }
    if summary.failures.isEmpty { return "\(summary.pipeline): done" }
    if summary.left > 0 {
      return "\(summary.pipeline): stopped; \(NumberFormat.count(summary.left, "chunk")) left for the next run"
    }
    return summary.failedChunks > 0
      ? "\(summary.pipeline): \(NumberFormat.count(summary.failedChunks, "chunk")) failed; the next run tries again"
      : "\(summary.pipeline): incomplete; rerun to resume"
  }

  private static func chunks(of summary: ExportSummary) -> String {
    let parts = [
      (summary.committed, "committed"), (summary.unchanged, "unchanged"), (summary.empty, "empty"),
      (summary.skipped, "skipped"), (summary.open, "not ended yet"), (summary.failedChunks, "failed"),
      (summary.left, "not tried"),
    ]
    let listed = parts.filter { $0.0 > 0 }.map { "\(NumberFormat.count($0.0)) \($0.1)" }
    return listed.isEmpty ? "none in the range" : listed.joined(separator: ", ")
  }
}
