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
    guard !isQuiet || event.isError else { return }
    switch event {
    case .started(let start):
      let skipped = start.skipped > 0 ? ", \(NumberFormat.count(start.skipped)) committed already" : ""
      console.log(
        "\(start.pipeline): \(NumberFormat.count(start.chunks, "chunk")) to fetch\(skipped), into \(start.sinkPath)")
    case .note(let text): console.log("note: \(text)")
    case .warning(let text): console.log("\(whose)warning: \(text)")
    case .finished(let summary):
      if isQuiet, summary.rejected > 0 {
        console.log(
          "\(whose)warning: \(NumberFormat.count(summary.rejected)) of \(NumberFormat.count(summary.rows + summary.rejected)) rows "
            + "were rejected; see \(summary.sinkPath)/_tidemark/rejects")
      }
    case .chunkStarted, .progressed: break
    case .fetch(let event):
      if let text = event.description { console.log("  \(text)") }
      if isVerbose, case .sending(let window, let page, let attempt) = event {
        let position = page > 1 ? ", page \(page)" : ""
        console.log("  requesting \(window)\(position)\(attempt > 1 ? ", try \(attempt)" : "")")
      }
    case .chunkFinished(let result): console.log(line(of: result))
    case .chunkFailed(let position, let failure):
      console.log("\(whose)\(positionLabel(position))  failed: \(failure)")
    case .refused(let failure): console.log("\(file): error: \(failure)")
    case .hookSaid(let line): console.log("  on_finish: \(line)")
    case .hookEnded(let hookResult):
      if isQuiet { for line in hookResult.lastLines { console.log("  on_finish: \(line)") } }
      if let error = hookResult.error { console.log("\(pipeline): warning: \(error)") }
    }
  }

  /// The pipeline's name, for lines that appear without its other lines.
  private var whose: String { isQuiet ? "\(pipeline): " : "" }

  private func line(of result: ChunkResult) -> String {
    let what =
      switch result.outcome {
      case .committed: NumberFormat.count(result.rows, "row")
      case .unchanged: "unchanged, \(NumberFormat.count(result.rows, "row"))"
      case .empty: "empty" + (result.reason.map { ": \($0)" } ?? "")
      }
    var parts = [what]
    if result.rejected > 0 { parts.append("\(NumberFormat.count(result.rejected)) rejected") }
    parts.append("\(NumberFormat.bytes(result.bytesReceived)) in")
    if result.outcome == .committed { parts.append("\(NumberFormat.bytes(result.bytesWritten)) out") }
    if result.calls > 1 { parts.append(NumberFormat.count(result.calls, "call")) }
    parts.append(NumberFormat.time(result.duration))
    return "\(positionLabel(result.position))  \(parts.joined(separator: ", "))"
  }

  /// A label such as `[ 3/31] 2026-10-03`, or the complete ID if a chunk is not a day.
  private func positionLabel(_ position: ChunkPosition) -> String {
    let count = String(position.count)
    let number = String(position.number)
    let padding = String(repeating: " ", count: max(0, count.count - number.count))
    return "[\(padding)\(number)/\(count)] \(position.chunk.label)"
  }
}
