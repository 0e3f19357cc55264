package import ConfigurationFiles
package import Planning
import Records

/// Returns the windows of one chunk in order: as planned, split further if a response was too large, and split in
/// advance if earlier responses suggest that the window exceeds one response.
///
/// The windows are in time order and cover the plan exactly, without gaps or duplicates. The parts of a split window
/// are checked against the responses to the window itself.
package struct WindowSplitter: Sendable {
  private let cutter: WindowCutter
  private let limits: Limits
  /// The windows that a recording has in place of one.
  private let recorded: (@Sendable (Window) -> [Window]?)?
  private let onSplit: @Sendable (WindowSplit) -> Void
  /// The windows still to be requested, in order.
  private var queue: [Window] = []
  /// Split windows whose parts are not all taken, the outermost first.
  private var open: [SplitWindow] = []
  /// The windows of the chunk that were requested once more because of a shortfall.
  private var repeated: Set<Window> = []
  /// The minimum length of parts after a timeout, from the lengths of the planned windows.
  private var shortestForTime: Duration = .zero
  /// The length of the longest planned window.
  private var longest: Duration = .zero
  /// The expected load, estimated from earlier responses, as shares of the limit of one response.
  private var load = RequestLoadEstimator()
  private var stalls = StallMemory()

  private struct SplitWindow: Sendable {
    var window: Window
    /// The fewest records that the parts must have together.
    var expected: Int
    /// The fewest after the window was requested once more.
    var expectedAgain: Int
    /// Records of the parts that were taken.
    var found = 0
  }

  /// The maximum target share of a response's limit for parts that are split in advance, so that a busier day still
  /// fits.
  private static let fill = 0.85
  /// The maximum number of parts after a timeout: a response that is still slow has another cause.
  private static let maxPartsForTime = 64
  private static let maxParts = 4_096

  /// With `recorded`, nothing is learned: a replay requests the windows of the recorded run. It returns the recorded
  /// windows instead of a window; nil if the window itself was recorded.
  package init(
    cutter: WindowCutter, limits: Limits, recorded: (@Sendable (Window) -> [Window]?)? = nil,
    onSplit: @escaping @Sendable (WindowSplit) -> Void = { _ in }
  ) {
    self.cutter = cutter
    self.limits = limits
    self.recorded = recorded
    self.onSplit = onSplit
  }

  /// True if a stalled response deserves another try, because no window is known to be too long for the server.
  ///
  /// A replay requests what was recorded, which may include the other try.
  package var retriesStall: Bool { recorded != nil || stalls.length == nil }

  /// Starts a chunk; what was left of the one before is forgotten, but not what was learnt.
  package mutating func begin(_ planned: [Window]) {
    queue = planned
    open = []
    repeated = []
    let lengths = planned.map(\.length)
    shortestForTime = (lengths.min() ?? .zero) / WindowSplitter.maxPartsForTime
    longest = lengths.max() ?? .zero
  }

  /// Returns the next window to request; nil if the chunk is complete.
  package mutating func next() -> Window? {
    guard !queue.isEmpty else { return nil }
    if let recorded {
      if let parts = recorded(queue[0]) { queue.replaceSubrange(0..<1, with: parts) }
      return queue.removeFirst()
    }
    // A window that is requested once more is requested as it is: only its own response can refute the first one.
    while !repeated.contains(queue[0]), let split = splitInAdvance(queue[0]) {
      onSplit(WindowSplit(window: queue[0], parts: split.parts.count, cause: split.cause))
      queue.replaceSubrange(0..<1, with: split.parts)
    }
    return queue.removeFirst()
  }

  /// Learns from an accepted response, including empty ones. Returns a shortfall if it was the last part of a split
  /// window and the parts have too few records.
  package mutating func take(_ receipt: RequestReceipt) -> WindowShortfall? {
    load.add(share(rows: receipt.rows, bytes: receipt.bytes), over: receipt.window.span)
    stalls.noteGoodResponse(longest: longest)
    var found = receipt.rows
    while var last = open.last {
      last.found += found
      guard receipt.window.span.upperBound >= last.window.span.upperBound else {
        open[open.count - 1] = last
        return nil
      }
      open.removeLast()
      found = last.found
      guard found < last.expected else { continue }
      let isFirst = repeated.insert(last.window).inserted
      if isFirst {
        open.append(
          SplitWindow(window: last.window, expected: last.expectedAgain, expectedAgain: last.expectedAgain))
        queue.insert(last.window, at: 0)
      }
      return WindowShortfall(window: last.window, expected: last.expected, found: found, isRequestedAgain: isFirst)
    }
    return nil
  }

  /// Puts the parts of a window that was too large at the front of the queue and returns them; nil if it cannot be
  /// split.
  ///
  /// `receipt` contains the response's actual and declared counts; nil if it timed out. `shown`: the minimum number of
  /// records in the window.
  package mutating func split(
    _ window: Window, after receipt: RequestReceipt?, shown: RecordEvidence, reason: String
  ) -> [Window]? {
    var parts = 2
    if let receipt {
      parts = count(after: receipt)
    } else {
      guard window.length / 2 >= shortestForTime else { return nil }
      stalls.noteStall(length: window.length)
    }
    var pieces = parts > 2 ? cutter.pieces(of: window, count: parts) : []
    if pieces.count < 2 {
      guard let halves = cutter.halves(of: window) else { return nil }
      pieces = [halves.0, halves.1]
    }
    queue.insert(contentsOf: pieces, at: 0)
    open.append(SplitWindow(window: window, expected: shown.expected, expectedAgain: shown.expectedAgain))
    onSplit(WindowSplit(window: window, parts: pieces.count, cause: .response(reason)))
    return pieces
  }

  /// Returns the number of parts that makes each fit, according to the declared count; two if the count is not higher
  /// than the actual one.
  private func count(after receipt: RequestReceipt) -> Int {
    guard let declared = receipt.declared, declared > receipt.rows, receipt.rows > 0 else { return 2 }
    let holds = Double(limits.records.map { min($0, receipt.rows) } ?? receipt.rows)
    return max(
      2, Int(min((Double(declared) / (WindowSplitter.fill * holds)).rounded(.up), Double(WindowSplitter.maxParts))))
  }

  /// Returns the parts of a window that is expected to be too large; nil to request it unchanged.
  private func splitInAdvance(_ window: Window) -> (parts: [Window], cause: WindowSplit.Cause)? {
    let isSlow = stalls.length.map { window.length >= $0 && window.length / 2 >= shortestForTime } ?? false
    let day = load.typicalDay(over: window.span)
    let expected = load.expected(over: window.span, on: day)
    guard isSlow || expected > 1 else { return nil }
    let cause: WindowSplit.Cause = expected > 1 ? .expectedLoad(expected) : .slowResponses
    let steps = min(Int((window.length / RequestLoadEstimator.step).rounded(.up)), WindowSplitter.maxParts)
    if expected > 1, steps > 1 {
      let count = (expected / WindowSplitter.fill).rounded(.up)
      let parts = joined(cutter.pieces(of: window, count: steps), on: day, fill: expected / count)
      if parts.count > 1 { return (parts, cause) }
    }
    return cutter.halves(of: window).map { ([$0.0, $0.1], cause) }
  }

  /// Joins adjacent pieces into parts of which about `fill` is expected each.
  private func joined(_ pieces: [Window], on day: Int, fill: Double) -> [Window] {
    var parts: [Window] = []
    var part = -1.0
    var total = 0.0
    for piece in pieces {
      let amount = load.expected(over: piece.span, on: day)
      // The part that the piece's middle belongs to if the load fills one part after another.
      let index = ((total + amount / 2) / fill).rounded(.down)
      total += amount
      if let last = parts.last, index <= part {
        parts[parts.count - 1] = Window(span: last.span.lowerBound..<piece.span.upperBound)
      } else {
        parts.append(piece)
        part = index
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
