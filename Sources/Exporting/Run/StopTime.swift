import Planning
package import Records

/// A time of day at which a run stops: the first such moment after a given one.
package struct StopTime: Hashable, Sendable {
  /// Minutes since midnight, 0..<1440.
  package var minutes: Int
  /// The time at which the command started, so that a later pipeline does not wait for the next day's.
  package var reference: Instant

  package init(minutes: Int, after reference: Instant) {
    self.minutes = minutes
    self.reference = reference
  }

  /// Returns the instant on a zone's clock; if the clock skips that time, the first instant after it.
  func instant(in zone: TimeZoneTransitions) -> Instant {
    let today = zone.civilTime(at: reference).day
    let candidates = [0, 1, 2].map { days in
      let midnight = CivilTime(day: today.advanced(byDays: days))
      return switch zone.meaning(of: CivilTime(microseconds: midnight.microseconds + Int64(minutes) * 60_000_000)) {
      case .once(let instant), .twice(let instant, _), .never(let instant): instant
      }
    }
    return candidates.first { $0 > reference } ?? candidates[2]
  }
}

extension StopTime: CustomStringConvertible {
  /// `05:30`
  package var description: String {
    [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
  }
}
