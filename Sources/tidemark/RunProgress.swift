import Exporting
import Fetching
import Foundation

/// How far a run has come, in one line.
struct RunProgress {
  private struct Wait {
    var reason: String
    /// Nil where nobody knows.
    var end: ContinuousClock.Instant?
    /// The end on the wall clock, for people.
    var endText: String?
  }

  private struct Amount {
    var rows = 0
    var bytes = 0
    var written = 0
  }

  private let started = ContinuousClock.now
  private let chunkCount: Int
  private var place: ChunkPlace?
  private var finished = Amount()
  /// Of chunks that are not committed yet, by their number: the next one is fetched while the last is committed.
  private var inHand: [Int: Amount] = [:]
  private var endedCount = 0
  private var retries = 0
  private var wait: Wait?

  init(_ start: ExportStart) {
    chunkCount = start.chunks
  }

  mutating func begin(_ place: ChunkPlace) {
    self.place = place
    wait = nil
  }

  mutating func note(_ progress: ChunkProgress) {
    inHand[progress.place.number] = Amount(rows: progress.rows, bytes: progress.bytesReceived)
  }

  mutating func note(_ event: FetchEvent) {
    switch event {
    case .sending(_, _, let attempt):
      wait = nil
      if attempt > 1 { retries += 1 }
    case .waiting(_, let verdict, let delay, _):
      // Not the event's own end: it is told by the run's clock, which `--now` may have moved.
      let end = Date.now.addingTimeInterval(delay.secondsRounded)
      wait = Wait(reason: verdict.reason, end: .now + delay, endText: RunProgress.clock(end))
    case .leaseHeldBy(let holder):
      wait = Wait(reason: "\(holder) uses the same token")
    case .loggedIn: break
    }
  }

  mutating func finish(_ result: ChunkResult) {
    inHand[result.place.number] = nil
    finished.rows += result.rows
    finished.bytes += result.bytesReceived
    finished.written += result.bytesWritten
    endedCount += 1
  }

  mutating func fail(_ place: ChunkPlace) {
    inHand[place.number] = nil
    endedCount += 1
  }

  /// The line, within so many columns: what matters least is left out first.
  func line(columns: Int, at now: ContinuousClock.Instant) -> String {
    let head = place.map { "[\($0.number)/\($0.count)] \($0.chunk.label)" } ?? "[0/\(chunkCount)]"
    if let wait { return TerminalText.cut("\(head)  \(words(for: wait, at: now))", to: columns) }
    let amount = inHand.values.reduce(into: finished) { sum, part in
      sum.rows += part.rows
      sum.bytes += part.bytes
    }
    let elapsed = (now - started).secondsRounded
    // In the order in which they are shown; the number tells which are kept where there is little room.
    var parts = [(rank: 0, text: Quantity.count(amount.rows, "row"))]
    if elapsed > 0.5 { parts.append((3, "\(Quantity.count(Int(Double(amount.rows) / elapsed))) rows/s")) }
    parts.append((2, "\(Quantity.bytes(amount.bytes)) in"))
    if amount.written > 0 { parts.append((5, "\(Quantity.bytes(amount.written)) out")) }
    if let left = timeLeft(at: now) { parts.append((1, "\(Quantity.time(left)) left")) }
    if retries > 0 { parts.append((4, Quantity.count(retries, "retry", plural: "retries"))) }
    while true {
      let line = "\(head)  \(parts.map(\.text).joined(separator: ", "))"
      guard TerminalText.width(of: line) > columns, parts.count > 1,
        let last = parts.indices.max(by: { parts[$0].rank < parts[$1].rank })
      else { return TerminalText.cut(line, to: columns) }
      parts.remove(at: last)
    }
  }

  /// As long as the chunks so far took, for those that are left; nil before the first has ended.
  private func timeLeft(at now: ContinuousClock.Instant) -> Duration? {
    guard endedCount > 0, endedCount < chunkCount else { return nil }
    return (now - started) / endedCount * (chunkCount - endedCount)
  }

  private func words(for wait: Wait, at now: ContinuousClock.Instant) -> String {
    guard let end = wait.end, let text = wait.endText else { return "waiting: \(wait.reason)" }
    let left = Quantity.time(max(.zero, end - now))
    let retry = retries > 0 ? " (\(Quantity.count(retries, "retry", plural: "retries")) so far)" : ""
    return "waiting \(left), until \(text): \(wait.reason)\(retry)"
  }

  /// `05:03:20` on the clock of this machine.
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
