package import Records

/// A run's name: `20261120T235900Z-1f3a`. Sorts by the time of its start.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// - Parameter salt: distinguishes two runs in the same second.
  package init(startedAt: Instant, salt: UInt16) {
    let digits = String(salt, radix: 16)
    let padded = String(repeating: "0", count: 4 - digits.count) + digits
    text = "\(Instant(seconds: startedAt.seconds).basicDescription)-\(padded)"
  }

  package var description: String { text }
}
