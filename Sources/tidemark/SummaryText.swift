import Exporting

/// Formats the end of a run in a few lines that fit into an e-mail.
enum SummaryText {
  /// The width that mail programs show without wrapping.
  private static let width = 78

  static func text(of summary: ExportSummary) -> String {
    var lines = [headline(of: summary)]
    lines.append("  chunks   \(chunks(of: summary))")
    let rejected = summary.rejected > 0 ? ", \(Quantity.count(summary.rejected)) rejected (see _tidemark/rejects)" : ""
    lines.append("  rows     \(Quantity.count(summary.rows)) written\(rejected)")
    if summary.replacedTexts > 0 {
      let verb = summary.replacedTexts == 1 ? "was" : "were"
      lines.append("  repaired \(Quantity.count(summary.replacedTexts, "text")) that \(verb) no valid UTF-8")
    }
    if summary.nulledValues > 0 { lines.append("  nulled   \(Quantity.count(summary.nulledValues, "bad value"))") }
    let retries = summary.retries > 0 ? ", \(Quantity.count(summary.retries, "retry", plural: "retries"))" : ""
    lines.append(
      "  bytes    \(Quantity.bytes(summary.bytesReceived)) received in \(Quantity.count(summary.calls, "call"))\(retries), "
        + "\(Quantity.bytes(summary.bytesWritten)) written")
    lines.append("  time     \(Quantity.time(summary.duration))")
    lines.append("  files    \(summary.sinkPath)")
    if !summary.failures.isEmpty {
      lines.append("  failed")
      for failure in summary.failures {
        if let chunk = failure.chunk { lines.append("    \(chunk)") }
        lines += TerminalText.wrapped(failure.reason, to: width, indent: failure.chunk == nil ? 4 : 6)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func headline(of summary: ExportSummary) -> String {
    if let reason = summary.stopReason {
      return "\(summary.pipeline): stopped by \(reason); \(Quantity.count(summary.left, "chunk")) left for the next run"
    }
    if summary.failures.isEmpty { return "\(summary.pipeline): done" }
    if summary.left > 0 {
      return "\(summary.pipeline): stopped; \(Quantity.count(summary.left, "chunk")) left for the next run"
    }
    return summary.failedChunks > 0
      ? "\(summary.pipeline): \(Quantity.count(summary.failedChunks, "chunk")) failed; the next run tries again"
      : "\(summary.pipeline): incomplete; run again"
  }

  private static func chunks(of summary: ExportSummary) -> String {
    let parts = [
      (summary.committed, "committed"), (summary.unchanged, "unchanged"), (summary.empty, "empty"),
      (summary.skipped, "skipped"), (summary.open, "not ended yet"), (summary.failedChunks, "failed"),
      (summary.left, "not tried"),
    ]
    let told = parts.filter { $0.0 > 0 }.map { "\(Quantity.count($0.0)) \($0.1)" }
    return told.isEmpty ? "none in the range" : told.joined(separator: ", ")
  }
}
