package import Declarations
package import Planning
import Records

/// Gives out the windows of one chunk after another: as planned, cut further where an answer said so, and cut beforehand where earlier answers
/// let expect too much.
///
/// Windows come in time order and together are what was planned: nothing is left out, nothing comes twice.
package struct WindowSplitter: Sendable {
  private let cutter: WindowCutter
  private let limits: Limits
  /// The windows that a recording has in place of one.
  private let recorded: (@Sendable (Window) -> [Window]?)?
  /// What is to be asked for yet, in order.
  private var queue: [Window] = []
  /// The shortest of the planned windows' lengths that parts may have because an answer did not come in time.
  private var shortestForTime: Duration = .zero
  /// What the answers seen so far let expect, in shares of what an answer may hold.
  private var load = LoadProfile()
  /// The length of the shortest window whose answer did not come in time.
  private var slowLength: Duration?

  /// An answer shall be filled to this share at most, so that a busier day still fits.
  private static let fill = 0.7
  /// A slow answer is met by cutting at most into so many parts: what is slow even so is slow for another reason.
  private static let mostPartsForTime = 64
  private static let mostParts = 4_096

  /// With `recorded` nothing is learnt: a replay asks as the recorded run did. It gives the windows that were asked for in place of one;
  /// nil where that one was itself.
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

  /// The next window to ask for; nil: the chunk is complete.
  package mutating func next() -> Window? {
    guard !queue.isEmpty else { return nil }
    if let recorded {
      if let parts = recorded(queue[0]) { queue.replaceSubrange(0..<1, with: parts) }
      return queue.removeFirst()
    }
    while let parts = partsBeforehand(of: queue[0]) { queue.replaceSubrange(0..<1, with: parts) }
    return queue.removeFirst()
  }

  /// Takes note of an answer that was taken, empty ones too.
  package mutating func learn(_ receipt: RequestReceipt) {
    load.add(share(rows: receipt.rows, bytes: receipt.bytes), over: receipt.window.span)
  }

  /// Puts the parts of a window that was too large at the head of what is to be asked for, and returns them; nil where it can't be cut.
  ///
  /// `receipt` tells what the answer held and declared; nil: it did not come in time.
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

  /// How many parts let each fit, going by the count that the API declares; two where it declares no more than it held.
  private func count(after receipt: RequestReceipt) -> Int {
    guard let declared = receipt.declared, declared > receipt.rows, receipt.rows > 0 else { return 2 }
    let holds = Double(limits.records.map { min($0, receipt.rows) } ?? receipt.rows)
    return max(
      2, Int(min((Double(declared) / (WindowSplitter.fill * holds)).rounded(.up), Double(WindowSplitter.mostParts))))
  }

  /// The parts to ask for in place of a window of which too much is to be expected; nil: ask for it as it is.
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

  /// Neighbours put together as long as an answer is not expected to be fuller than it shall be.
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

  /// How much of what an answer may hold, in records or in bytes.
  private func share(rows: Int, bytes: Int) -> Double {
    max(
      limits.records.map { Double(rows) / Double(max($0, 1)) } ?? 0,
      limits.bytes.map { Double(bytes) / Double(max($0, 1)) } ?? 0)
  }
}

extension Window {
  fileprivate var length: Duration { span.upperBound - span.lowerBound }
}
