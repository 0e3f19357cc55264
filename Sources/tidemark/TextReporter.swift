import Exporting
import Fetching

/// One line a chunk, for people and for the logs of schedulers.
struct TextReporter: ProgressReporter {
  let console: Console
  let isQuiet: Bool
  let isVerbose: Bool

  func report(_ event: ExportEvent) {
    switch event {
    case .started(let start):
      guard !isQuiet else { return }
      let skipped = start.skipped > 0 ? ", \(Quantity.count(start.skipped)) committed already" : ""
      console.tell(
        "\(start.pipeline): \(Quantity.count(start.chunks, "chunk")) to fetch\(skipped), into \(start.sinkPath)")
    case .note(let text):
      if !isQuiet { console.tell("note: \(text)") }
    case .warning(let text):
      console.tell("warning: \(text)")
    case .chunkStarted, .progressed:
      break
    case .fetch(let event):
      guard !isQuiet else { return }
      if let text = event.description { console.tell("  \(text)") }
      if isVerbose, case .sending(let window, let attempt) = event {
        console.tell("  asking for \(window)\(attempt > 1 ? ", try \(attempt)" : "")")
      }
    case .chunkFinished(let result):
      if !isQuiet { console.tell(line(of: result)) }
    case .chunkFailed(let place, let failure):
      console.tell("\(mark(place))  failed: \(failure)")
    case .refused(let pipeline, let failure):
      console.tell("\(pipeline): error: \(failure)")
    case .finished:
      break
    }
  }

  private func line(of result: ChunkResult) -> String {
    let what =
      switch result.outcome {
      case .committed: Quantity.count(result.rows, "row")
      case .unchanged: "unchanged, \(Quantity.count(result.rows, "row"))"
      case .empty: "empty" + (result.reason.map { ": \($0)" } ?? "")
      }
    var parts = [what]
    if result.rejected > 0 { parts.append("\(Quantity.count(result.rejected)) rejected") }
    parts.append("\(Quantity.bytes(result.bytesReceived)) in")
    if result.outcome != .empty { parts.append("\(Quantity.bytes(result.bytesWritten)) out") }
    if result.calls > 1 { parts.append(Quantity.count(result.calls, "call")) }
    parts.append(Quantity.time(result.duration))
    return "\(mark(result.place))  \(parts.joined(separator: ", "))"
  }

  /// `[ 3/31] 2026-10-03`, or the whole id where a chunk is not a day.
  private func mark(_ place: ChunkPlace) -> String {
    let count = String(place.count)
    let number = String(place.number)
    let padding = String(repeating: " ", count: max(0, count.count - number.count))
    return "[\(padding)\(number)/\(count)] \(place.chunk.label)"
  }
}
