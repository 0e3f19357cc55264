import Exporting
import Fetching
import Foundation

/// The progress of a run, formatted as one line.
struct RunProgress {
  private struct Wait {
    var reason: String
    /// Nil if unknown.
    var end: ContinuousClock.Instant?
    /// The end by the wall clock, for display.
    var endText: String?
  }

  private struct Amount {
    var rows = 0
    var bytes = 0
    var written = 0
  }

  private let started = ContinuousClock.now
  private let chunkCount: Int
  private var position: ChunkPosition?
  private var finished = Amount()
  /// Progress of chunks that are not committed yet, by number: the next one is fetched while the last is committed.
  private var inHand: [Int: Amount] = [:]
  private var endedCount = 0
  private var retries = 0
  private var wait: Wait?

  init(_ start: ExportStart) {
    chunkCount = start.chunks
  }

  mutating func begin(_ position: ChunkPosition) {
    self.position = position
    wait = nil
  }

  mutating func note(_ progress: ChunkProgress) {
    inHand[progress.position.number] = Amount(rows: progress.rows, bytes: progress.bytesReceived)
  }

  mutating func note(_ event: FetchEvent) {
    switch event {
    case .sending(_, _, let attempt):
      wait = nil
      if attempt > 1 { retries += 1 }
    case .waiting(_, let verdict, let delay, _):
      // Not the event's own end, which uses the run's clock: `--now` may have moved it.
      let end = Date.now.addingTimeInterval(delay.secondsRounded)
      wait = Wait(reason: verdict.reason, end: .now + delay, endText: RunProgress.clock(end))
    case .leaseHeldBy(let holder):
      wait = Wait(reason: "\(holder) uses the same token")
    case .loggedIn, .split, .pages: break
    }
  }

  mutating func finish(_ result: ChunkResult) {
    inHand[result.position.number] = nil
    finished.rows += result.rows
    finished.bytes += result.bytesReceived
    finished.written += result.bytesWritten
    endedCount += 1
  }

  mutating func fail(_ position: ChunkPosition) {
    inHand[position.number] = nil
    endedCount += 1
  }

  /// Formats the line within a width; the least important parts are omitted first.
  func line(columns: Int, at now: ContinuousClock.Instant) -> String {
    let head = position.map { "[\($0.number)/\($0.count)] \($0.chunk.label)" } ?? "[0/\(chunkCount)]"
    if let wait { return TerminalLayout.cut("\(head)  \(words(for: wait, at: now))", to: columns) }
    let amount = inHand.values.reduce(into: finished) { sum, part in
      sum.rows += part.rows
      sum.bytes += part.bytes
    }
    let elapsed = (now - started).secondsRounded
    // In display order; the number is the priority when space is short.
    var parts = [(rank: 0, text: NumberFormat.count(amount.rows, "row"))]
    if elapsed > 0.5 { parts.append((3, "\(NumberFormat.count(Int(Double(amount.rows) / elapsed))) rows/s")) }
    parts.append((2, "\(NumberFormat.bytes(amount.bytes)) in"))
    if amount.written > 0 { parts.append((5, "\(NumberFormat.bytes(amount.written)) out")) }
    if let left = timeLeft(at: now) { parts.append((1, "\(NumberFormat.time(left)) left")) }
    if retries > 0 { parts.append((4, NumberFormat.count(retries, "retry", plural: "retries"))) }
    while true {
      let line = "\(head)  \(parts.map(\.text).joined(separator: ", "))"
      guard TerminalLayout.width(of: line) > columns, parts.count > 1,
        let last = parts.indices.max(by: { parts[$0].rank < parts[$1].rank })
      else { return TerminalLayout.cut(line, to: columns) }
      parts.remove(at: last)
    }
  }

  /// Estimates the time left from the duration of the completed chunks; nil before the first one completes.
  private func timeLeft(at now: ContinuousClock.Instant) -> Duration? {
    guard endedCount > 0, endedCount < chunkCount else { return nil }
    return (now - started) / endedCount * (chunkCount - endedCount)
  }

  private func words(for wait: Wait, at now: ContinuousClock.Instant) -> String {
    guard let end = wait.end, let text = wait.endText else { return "waiting: \(wait.reason)" }
    let left = NumberFormat.time(max(.zero, end - now))
    let retry = retries > 0 ? " (\(NumberFormat.count(retries, "retry", plural: "retries")) so far)" : ""
    return "waiting \(left), until \(text): \(wait.reason)\(retry)"
  }

  /// A time such as `05:03:20` on this machine's clock.
  private static func clock(_ date: Date) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    let parts = calendar.dateComponents([.hour, .minute, .second], from: date)
    return [parts.hour, parts.minute, parts.second].map { number in
      let text = String(number ?? 0)
      return text.count < 2 ? "0\(text)" : text
    }.joined(separator: ":")
  }
}
