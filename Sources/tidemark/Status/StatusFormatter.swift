import Checkpoints
import ConfigurationFiles
import Exporting
import Records

/// Formats an export's status as a calendar: one line per month, one symbol per day.
enum StatusFormatter {
  static func lines(of status: ExportStatus, file: PipelineFile, runCommand: String) -> [String] {
    var lines = ["\(file.name): \(file.source.reportName) to \(file.sink.path)", ""]
    lines += calendar(of: status)
    lines.append("")
    let legend = legend(of: status)
    if !legend.isEmpty { lines.append("chunks    \(legend)") }
    let rejected = status.rejected > 0 ? ", \(NumberFormat.count(status.rejected)) rejected" : ""
    lines.append("exported  \(NumberFormat.count(status.rows, "row"))\(rejected), \(NumberFormat.bytes(status.bytes))")
    if let run = status.runs.first {
      lines += entry("last run", words(for: run))
      for failure in run.failures.prefix(3) {
        let words = "\(failure.chunk.map { "\($0): " } ?? "")\(failure.reason)"
        lines += TerminalLayout.wrapped(words, to: 80, indent: 10)
      }
      if run.failures.count > 3 { lines.append("          and \(NumberFormat.count(run.failures.count - 3)) more") }
    } else {
      lines.append("last run  none yet")
    }
    return lines + entry("next", next(after: status, runCommand: runCommand))
  }

  /// A label, and the lines of text next to it.
  private static func entry(_ name: String, _ words: String) -> [String] {
    let lines = TerminalLayout.wrapped(words, to: 80, indent: 10)
    return lines.prefix(1).map { name + $0.dropFirst(name.count) } + lines.dropFirst()
  }

  /// One character per day.
  static func symbol(of state: ExportStatus.ItemState) -> Character {
    switch state {
    case .committed: "■"
    case .empty: "□"
    case .open: "-"
    case .provisional: "◪"
    case .stale: "≠"
    case .missing: "·"
    case .failed: "✗"
    case .gap: "░"
    }
  }

  static func words(for state: ExportStatus.ItemState) -> String {
    switch state {
    case .committed: "committed"
    case .empty: "empty"
    case .open: "not ended yet"
    case .provisional: "provisional"
    case .stale: "different settings"
    case .missing: "missing"
    case .failed: "failed"
    case .gap: "outside the range"
    }
  }

  private static func calendar(of status: ExportStatus) -> [String] {
    let days = status.days
    guard !days.isEmpty else { return ["no chunks in the range"] }
    var lines = ["         1   5    10   15   20   25   30"]
    var month = ""
    for (day, state) in days {
      let (_, _, number) = day.components
      let name = String(day.description.prefix(7))
      if name != month {
        month = name
        lines.append("\(name)  " + String(repeating: " ", count: number - 1))
      }
      lines[lines.count - 1].append(state.map(symbol) ?? " ")
    }
    return lines
  }

  private static func legend(of status: ExportStatus) -> String {
    ExportStatus.ItemState.allCases.filter { status.count($0) > 0 }
      .map { "\(symbol(of: $0)) \(NumberFormat.count(status.count($0))) \(words(for: $0))" }.joined(separator: "   ")
  }

  static func words(for run: RunRecord) -> String {
    guard let end = run.endedAt, let code = run.exitCode else {
      return "\(run.startedAt.toTheSecond), has not ended: running, or killed"
    }
    let stop = run.stopReason.map { ", stopped by \($0)" } ?? ""
    let ending = code == 0 ? "succeeded" : "exit code \(code)\(stop)"
    let failed = run.chunks.failed > 0 ? ", \(NumberFormat.count(run.chunks.failed)) failed" : ""
    let done = run.chunks.committed + run.chunks.unchanged + run.chunks.empty
    return
      "\(run.startedAt.toTheSecond), \(NumberFormat.time(end - run.startedAt)), \(ending): \(NumberFormat.count(done, "chunk")) fetched\(failed), "
      + NumberFormat.count(run.rows, "row")
  }

  /// The most urgent next step.
  ///
  /// - Parameter runCommand: the command that runs the pipeline.
  static func next(after status: ExportStatus, runCommand: String) -> String {
    let run = "`\(runCommand)`"
    if status.count(.stale) > 0 {
      let count = NumberFormat.count(status.count(.stale), "chunk")
      return
        "\(count) written with different settings: \(run) with --refresh changed to export them again, or with --adopt to keep them"
    }
    let due = "\(NumberFormat.count(status.dueCount, "chunk")), \(NumberFormat.count(status.calls, "call"))"
    if status.count(.failed) > 0 {
      return "\(run) to retry what failed (\(due) in total)"
    }
    if status.count(.missing) > 0 { return "\(run) to fetch what is missing (\(due) in total)" }
    if let days = status.gapDays {
      let count = NumberFormat.count(status.count(.gap), "chunk")
      return
        "\(run) with --from \(days.lowerBound) --to \(days.upperBound) exports \(count) that are between committed "
        + "ones and outside the range"
    }
    if status.dueCount > 0 { return "\(run) to fetch what may have changed again (\(due))" }
    if let open = status.items.first(where: { $0.state == .open }) {
      return "nothing now; the next chunk ends at \(open.span.upperBound)"
    }
    return "nothing: the range is complete"
  }
}

extension Instant {
  /// The instant without its fraction.
  fileprivate var toTheSecond: Instant { Instant(seconds: seconds) }
}
