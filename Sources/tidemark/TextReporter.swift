import Exporting
import Fetching

/// Reports one line per chunk, for people and for schedulers' logs.
struct TextReporter: ProgressReporter {
  let console: Console
  let isQuiet: Bool
  let isVerbose: Bool
  /// Used for lines outside a pipeline's block.
  var pipeline = ""
  /// The pipeline's name, for a run that never starts its first chunk.
  var file = ""

  func report(_ event: ExportEvent) {
    guard !isQuiet || event.isFault else { return }
    switch event {
    case .started(let start):
      let skipped = start.skipped > 0 ? ", \(Quantity.count(start.skipped)) committed already" : ""
      console.tell(
        "\(start.pipeline): \(Quantity.count(start.chunks, "chunk")) to fetch\(skipped), into \(start.sinkPath)")
    case .note(let text): console.tell("note: \(text)")
    case .warning(let text): console.tell("\(whose)warning: \(text)")
    case .finished(let summary):
      if isQuiet, summary.rejected > 0 {
        console.tell(
          "\(whose)warning: \(Quantity.count(summary.rejected)) of \(Quantity.count(summary.rows + summary.rejected)) rows "
            + "were rejected; see \(summary.sinkPath)/_tidemark/rejects")
      }
    case .chunkStarted, .progressed: break
    case .fetch(let event):
      if let text = event.description { console.tell("  \(text)") }
      if isVerbose, case .sending(let window, let page, let attempt) = event {
        let place = page > 1 ? ", page \(page)" : ""
        console.tell("  requesting \(window)\(place)\(attempt > 1 ? ", try \(attempt)" : "")")
      }
    case .chunkFinished(let result): console.tell(line(of: result))
    case .chunkFailed(let place, let failure):
      console.tell("\(whose)\(mark(place))  failed: \(failure)")
    case .refused(let failure): console.tell("\(file): error: \(failure)")
    case .hookSaid(let line): console.tell("  on_finish: \(line)")
    case .hookEnded(let ending):
      if isQuiet { for line in ending.lastLines { console.tell("  on_finish: \(line)") } }
      if let fault = ending.fault { console.tell("\(pipeline): warning: \(fault)") }
    }
  }

  /// The pipeline's name, for lines that appear without its other lines.
  private var whose: String { isQuiet ? "\(pipeline): " : "" }

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

  /// A label such as `[ 3/31] 2026-10-03`, or the complete ID if a chunk is not a day.
  private func mark(_ place: ChunkPlace) -> String {
    let count = String(place.count)
    let number = String(place.number)
    let padding = String(repeating: " ", count: max(0, count.count - number.count))
    return "[\(padding)\(number)/\(count)] \(place.chunk.label)"
  }
}
