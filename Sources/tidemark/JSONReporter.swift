import Exporting
import Fetching
import Foundation
import Planning

/// One JSON object a line, with keys that stay.
struct JSONReporter: ProgressReporter {
  let console: Console
  let isQuiet: Bool

  func report(_ event: ExportEvent) {
    guard let line = line(for: event) else { return }
    console.tell(line)
  }

  private func line(for event: ExportEvent) -> String? {
    switch event {
    case .started(let start):
      guard !isQuiet else { return nil }
      return object(
        "started",
        [
          "pipeline": start.pipeline, "run": start.runID, "chunks": start.chunks, "skipped": start.skipped,
          "sink": start.sinkPath,
        ])
    case .note(let text): return isQuiet ? nil : object("note", ["message": text])
    case .warning(let text): return object("warning", ["message": text])
    case .chunkStarted, .progressed: return nil
    case .fetch(let event):
      guard !isQuiet, let message = event.description else { return nil }
      return object("fetch", ["message": message])
    case .chunkFinished(let result):
      guard !isQuiet else { return nil }
      var members: [String: Any] = [
        "chunk": result.place.chunk.id.text, "number": result.place.number, "of": result.place.count,
        "outcome": result.outcome.rawValue, "rows": result.rows, "rejected": result.rejected, "calls": result.calls,
        "bytes_received": result.bytesReceived, "bytes_written": result.bytesWritten,
        "seconds": result.duration.secondsRounded,
      ]
      members["path"] = result.path
      members["reason"] = result.reason
      return object("chunk", members)
    case .chunkFailed(let place, let failure):
      return object(
        "chunk_failed",
        [
          "chunk": place.chunk.id.text, "number": place.number, "of": place.count, "kind": failure.kind.rawValue,
          "reason": failure.reason,
        ])
    case .refused(let pipeline, let failure):
      return object("refused", ["pipeline": pipeline, "kind": failure.kind.rawValue, "reason": failure.reason])
    case .finished(let summary):
      guard !isQuiet else { return nil }
      var members: [String: Any] = [
        "pipeline": summary.pipeline, "run": summary.runID, "exit_code": ExitStatus(summary).rawValue,
        "committed": summary.committed, "unchanged": summary.unchanged, "empty": summary.empty,
        "skipped": summary.skipped, "failed": summary.failures.count, "rows": summary.rows,
        "rejected": summary.rejected, "calls": summary.calls, "retries": summary.retries,
        "bytes_received": summary.bytesReceived, "bytes_written": summary.bytesWritten, "left": summary.left,
        "seconds": summary.duration.secondsRounded, "sink": summary.sinkPath,
      ]
      members["stopped_by"] = summary.stopReason
      return object("finished", members)
    }
  }

  private func object(_ event: String, _ members: [String: Any]) -> String {
    var members = members
    members["event"] = event
    // Texts, numbers and nothing else: such an object can always be written.
    let data = try? JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{\"event\":\"\(event)\"}"
  }
}

extension Duration {
  /// Seconds with three digits after the point.
  var secondsRounded: Double {
    let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    return Double(milliseconds) / 1_000
  }
}
