/// A time zone as a table: the offset from UTC between any two changes of the clocks.
///
/// A value without a database, so that stages can convert times without Foundation; `Planning` creates it.
package struct TimeZoneTransitions: Hashable, Sendable {
  /// The zone's name, for example `America/Bogota`.
  package var identifier: String
  /// Seconds since the epoch at which the offset changes, ascending.
  package var transitions: [Int64]
  /// Seconds east of UTC: `offsets[i]` applies before `transitions[i]`, the last one after all of them.
  package var offsets: [Int64]

  /// `offsets` has one element more than `transitions`.
  package init(identifier: String, transitions: [Int64], offsets: [Int64]) {
    precondition(offsets.count == transitions.count + 1, "a zone has one offset more than changes")
    self.identifier = identifier
    self.transitions = transitions
    self.offsets = offsets
  }

  package static let utc = TimeZoneTransitions(identifier: "UTC", transitions: [], offsets: [0])

  /// Seconds east of UTC at an instant.
  package func offset(at instant: Instant) -> Int64 {
    offsets[countOfTransitions(upTo: instant.seconds)]
  }

  /// Returns the zone's local time at an instant.
  package func civilTime(at instant: Instant) -> CivilTime {
    CivilTime(microseconds: instant.microseconds + offset(at: instant) * 1_000_000)
  }

  /// The meaning of a local time: one instant, two if the clocks were set back, none if they were set forward.
  package enum Meaning: Hashable, Sendable {
    case once(Instant)
    /// The hour is repeated: first with the old offset, then with the new one.
    case twice(first: Instant, second: Instant)
    /// The hour is skipped; `resumes` is the instant of the change, the first that exists after it.
    case never(resumes: Instant)
  }

  package func meaning(of time: CivilTime) -> Meaning {
    // Only the offsets around the instant can apply; zones keep within 26 hours of each other.
    let lowest = countOfTransitions(upTo: time.microseconds.flooredQuotient(by: 1_000_000) - 93_600)
    let highest = countOfTransitions(upTo: time.microseconds.flooredQuotient(by: 1_000_000) + 93_600)
    var found: [Instant] = []
    for index in lowest...highest {
      let candidate = Instant(microseconds: time.microseconds - offsets[index] * 1_000_000)
      if countOfTransitions(upTo: candidate.seconds) == index { found.append(candidate) }
    }
    switch found.count {
    case 1: return .once(found[0])
    case 2...: return .twice(first: found[0], second: found[found.count - 1])
    default:
      // In a gap the new offset would place the time before the change and the old one after it.
      for index in lowest..<highest {
        let change = transitions[index]
        let seconds = time.microseconds.flooredQuotient(by: 1_000_000)
        if seconds - offsets[index] >= change, seconds - offsets[index + 1] < change {
          return .never(resumes: Instant(seconds: change))
        }
      }
      preconditionFailure("a civil time that no offset explains lies in a gap")
    }
  }

  /// The number of changes at or before a second.
  private func countOfTransitions(upTo second: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
