/// Overwrites secrets in a body that arrives in blocks, wherever the blocks end.
package struct StreamRedactor: Sendable {
  private let redactor: SecretRedactor
  /// Bytes that are held back because a secret may continue in the next block; before them a few bytes that were handed
  /// out already, which decide whether a word begins behind them.
  private var pending: [UInt8] = []
  private var handedOut = 0

  /// At least as many bytes are searched at once, so that small blocks do not cost a search each.
  private static let searchedAtOnce = 32 << 10
  private static let neighbors = 8

  package init(_ redactor: SecretRedactor) {
    self.redactor = redactor
  }

  /// Takes a block, and returns the bytes that are ready.
  package mutating func append(_ block: [UInt8]) -> [UInt8] {
    guard !redactor.isEmpty else { return block }
    pending += block
    guard pending.count > 2 * redactor.reach + StreamRedactor.searchedAtOnce else { return [] }
    // A match that begins before `limit` is visible to its end.
    let limit = pending.count - redactor.reach
    for range in redactor.ranges(in: pending) where range.lowerBound < limit {
      SecretRedactor.overwrite(range, of: &pending)
    }
    let ready = limit - StreamRedactor.neighbors
    let output = Array(pending[handedOut..<ready])
    pending.removeFirst(ready - StreamRedactor.neighbors)
    handedOut = StreamRedactor.neighbors
    return output
  }

  /// Returns what is left.
  ///
  /// - Parameter isCut: the body ends before its end.
  package mutating func finish(isCut: Bool) -> [UInt8] {
    redactor.overwrite(&pending, cut: isCut ? .end : [])
    defer { (pending, handedOut) = ([], 0) }
    return Array(pending[handedOut...])
  }
}
