package import Declarations
package import Planning
import Records

/// Returns the windows of one chunk in order: as planned, split further if a response was too large, and split in
/// advance if earlier responses suggest it.
///
/// The windows are in time order and cover the plan exactly, without gaps or duplicates.
package struct WindowSplitter: Sendable {
  private let cutter: WindowCutter
  private let limits: Limits
  /// The windows that a recording has in place of one.
  private let recorded: (@Sendable (Window) -> [Window]?)?
  /// The windows still to be requested, in order.
  private var queue: [Window] = []
  /// The minimum length of parts after a timeout, from the lengths of the planned windows.
  private var shortestForTime: Duration = .zero
  /// The expected load, estimated from earlier responses, as shares of the limit of one response.
  private var load = LoadProfile()
  /// The length of the shortest window whose response timed out.
  private var slowLength: Duration?

  /// The target share of a response's limit, so that a busier day still fits.
  private static let fill = 0.7
  /// The maximum number of parts after a timeout: a response that is still slow has another cause.
  private static let mostPartsForTime = 64
  private static let mostParts = 4_096

  /// With `recorded`, nothing is learned: a replay requests the windows of the recorded run. It returns the recorded
  /// windows instead of a window; nil if the window itself was recorded.
  package init(cutter: WindowCutter, limits: Limits, recorded: (@Sendable (Window) -> [Window]?)? = nil) {
    self.cutter = cutter
    self.limits = limits
    self.recorded = recorded
  }

  /// Starts a chunk; what was left of the one before is forgotten, but not what was learnt.
  package mutating func begin(_ planned: [Window]) {
    queue = planned
    let shortest = planned.map(\.length).min() ?? .zero
    shortestForTime = shortest / WindowSplitter.mostPartsForTime
  }

  /// Returns the next window to request; nil if the chunk is complete.
  package mutating func next() -> Window? {
    guard !queue.isEmpty else { return nil }
    if let recorded {
      if let parts = recorded(queue[0]) { queue.replaceSubrange(0..<1, with: parts) }
      return queue.removeFirst()
    }
    while let parts = partsBeforehand(of: queue[0]) { queue.replaceSubrange(0..<1, with: parts) }
    return queue.removeFirst()
  }

  /// Learns from an accepted response, including empty ones.
  package mutating func learn(_ receipt: RequestReceipt) {
    load.add(share(rows: receipt.rows, bytes: receipt.bytes), over: receipt.window.span)
  }

  /// Puts the parts of a window that was too large at the front of the queue and returns them; nil if it cannot be
  /// split.
  ///
  /// `receipt` contains the response's actual and declared counts; nil if it timed out.
  package mutating func split(_ window: Window, after receipt: RequestReceipt?) -> [Window]? {
    var parts = 2
    if let receipt {
      parts = count(after: receipt)
    } else {
      guard window.length / 2 >= shortestForTime else { return nil }
      slowLength = min(slowLength ?? window.length, window.length)
    }
    var pieces = parts > 2 ? cutter.pieces(of: window, count: parts) : []
    if pieces.count < 2 {
      guard let halves = cutter.halves(of: window) else { return nil }
      pieces = [halves.0, halves.1]
    }
    queue.insert(contentsOf: pieces, at: 0)
    return pieces
  }

  /// Returns the number of parts that makes each fit, according to the declared count; two if the count is not higher
  /// than the actual one.
  private func count(after receipt: RequestReceipt) -> Int {
    guard let declared = receipt.declared, declared > receipt.rows, receipt.rows > 0 else { return 2 }
    let holds = Double(limits.records.map { min($0, receipt.rows) } ?? receipt.rows)
    return max(
      2, Int(min((Double(declared) / (WindowSplitter.fill * holds)).rounded(.up), Double(WindowSplitter.mostParts))))
  }

  /// Returns the parts of a window that is expected to be too large; nil to request it unchanged.
  private func partsBeforehand(of window: Window) -> [Window]? {
    let isSlow = slowLength.map { window.length >= $0 && window.length / 2 >= shortestForTime } ?? false
    guard isSlow || load.expected(over: window.span) > WindowSplitter.fill else { return nil }
    let steps = min(Int((window.length / LoadProfile.step).rounded(.up)), WindowSplitter.mostParts)
    if !isSlow, steps > 1 {
      let parts = joined(cutter.pieces(of: window, count: steps))
      if parts.count > 1 { return parts }
    }
    return cutter.halves(of: window).map { [$0.0, $0.1] }
  }

  /// Joins adjacent parts as long as the expected response is within the target.
  private func joined(_ pieces: [Window]) -> [Window] {
    var parts: [Window] = []
    var filled = 0.0
    for piece in pieces {
      let amount = load.expected(over: piece.span)
      if let last = parts.last, filled + amount <= WindowSplitter.fill {
        parts[parts.count - 1] = Window(span: last.span.lowerBound..<piece.span.upperBound)
        filled += amount
      } else {
        parts.append(piece)
        filled = amount
      }
    }
    return parts
  }

  /// Returns the share of a response's limit, in records or bytes, whichever is higher.
  private func share(rows: Int, bytes: Int) -> Double {
    max(
      limits.records.map { Double(rows) / Double(max($0, 1)) } ?? 0,
      limits.bytes.map { Double(bytes) / Double(max($0, 1)) } ?? 0)
  }
}

extension Window {
  fileprivate var length: Duration { span.upperBound - span.lowerBound }
}
