import Exporting
import Fetching
import Foundation
import Planning
import Records

/// Reports events as one JSON object per line. Its keys are a contract: keys may be added; none is removed or changes
/// its meaning.
struct JSONReporter: ProgressReporter {
  let console: Console
  let pipeline: String
  let isQuiet: Bool
  let isVerbose: Bool

  func report(_ event: ExportEvent) {
    guard !isQuiet || event.isError, let (name, members) = line(for: event) else { return }
    console.log(object: JSONLine.text(name, members.merging(["pipeline": pipeline]) { own, _ in own }))
  }

  private func line(for event: ExportEvent) -> (String, [String: Any])? {
    switch event {
    case .started(let start):
      (
        "started",
        ["run": start.runID, "chunks": start.chunks, "skipped": start.skipped, "sink": start.sinkPath]
      )
    case .note(let text): ("note", ["message": text])
    case .warning(let text): ("warning", ["message": text])
    case .chunkStarted, .progressed: nil
    case .fetch(let event): line(for: event)
    case .chunkFinished(let result): ("chunk", members(of: result))
    case .chunkFailed(let position, let failure):
      (
        "chunk_failed",
        [
          "chunk": position.chunk.id.text, "number": position.number, "of": position.count,
          "kind": failure.kind.rawValue,
          "reason": failure.reason,
        ]
      )
    case .refused(let failure):
      ("refused", ["kind": failure.kind.rawValue, "exit_code": failure.kind.exitCode, "reason": failure.reason])
    case .hookSaid(let text): ("on_finish", ["line": text])
    case .hookEnded(let hookResult): ("on_finish_ended", members(of: hookResult))
    case .finished(let summary): ("finished", members(of: summary))
    }
  }

  private func line(for event: FetchEvent) -> (String, [String: Any])? {
    switch event {
    case .sending(let window, let page, let attempt):
      isVerbose
        ? (
          "request",
          [
            "start": window.span.lowerBound.description, "end": window.span.upperBound.description, "page": page,
            "attempt": attempt,
          ]
        ) : nil
    case .waiting(let window, let verdict, let delay, _):
      (
        "waiting",
        [
          "start": window.span.lowerBound.description, "end": window.span.upperBound.description,
          "verdict": verdict.kind.rawValue,
          "reason": verdict.reason, "seconds": delay.secondsRounded,
        ]
      )
    case .leaseHeldBy(let holder): ("waiting_for_token", ["holder": holder])
    case .split(let split):
      (
        "split",
        [
          "start": split.window.span.lowerBound.description, "end": split.window.span.upperBound.description,
          "parts": split.parts, "reason": split.reason,
        ]
      )
    case .pages(let window, let pages, let records):
      (
        "pages",
        [
          "start": window.span.lowerBound.description, "end": window.span.upperBound.description, "pages": pages,
          "records": records,
        ]
      )
    case .loggedIn: nil
    }
  }

  private func members(of result: ChunkResult) -> [String: Any] {
    var members: [String: Any] = [
      "chunk": result.position.chunk.id.text, "number": result.position.number, "of": result.position.count,
      "outcome": result.outcome.rawValue, "rows": result.rows, "rejected": result.rejected, "calls": result.calls,
      "bytes_received": result.bytesReceived, "bytes_written": result.bytesWritten,
      "seconds": result.duration.secondsRounded,
    ]
    members["path"] = result.path
    members["reason"] = result.reason
    return members
  }

  private func members(of hookResult: HookResult) -> [String: Any] {
    var members: [String: Any] = ["command": hookResult.command, "ok": hookResult.isSuccess]
    if case .exited(let code) = hookResult.program { members["exit_code"] = code }
    members["message"] = hookResult.error
    if isQuiet { members["lines"] = hookResult.lastLines }
    return members
  }

  private func members(of summary: ExportSummary) -> [String: Any] {
    var members: [String: Any] = [
      "run": summary.runID, "exit_code": ExitStatus(summary).rawValue, "committed": summary.committed,
      "unchanged": summary.unchanged, "empty": summary.empty, "skipped": summary.skipped, "open": summary.open,
      "failed": summary.failedChunks, "left": summary.left, "rows": summary.rows,
      "rows_written": summary.rowsWritten, "rejected": summary.rejected,
      "calls": summary.calls, "retries": summary.retries, "bytes_received": summary.bytesReceived,
      "bytes_written": summary.bytesWritten, "seconds": summary.duration.secondsRounded, "sink": summary.sinkPath,
    ]
    members["stopped_by"] = summary.stopReason
    return members
  }
}

extension ExportEvent {
  /// Logs a problem, also with `--quiet`.
  var isError: Bool {
    switch self {
    case .warning, .chunkFailed, .refused: true
    case .hookEnded(let hookResult): !hookResult.isSuccess
    case .finished(let summary): summary.rejected > 0
    case .started, .note, .chunkStarted, .progressed, .fetch, .chunkFinished, .hookSaid: false
    }
  }
}

extension Duration {
  /// Seconds with three decimal places.
  var secondsRounded: Double {
    let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    return Double(milliseconds) / 1_000
  }
}
