package import Records

extension TimeZoneTransitions {
  /// Returns the first instant of a day: its midnight, the first of two, or the instant at which the clocks skipped
  /// it. A day that was skipped completely begins with the next one.
  package func start(of day: CalendarDay) -> Instant {
    firstInstant(of: CivilTime(day: day))
  }

  /// Returns the first instant with the local time `time`, or the first one after it if it does not exist.
  func firstInstant(of time: CivilTime) -> Instant {
    switch meaning(of: time) {
    case .once(let instant), .twice(let instant, _), .never(let instant): instant
    }
  }

  /// Returns all instants whose local time occurs twice because of the same change, given two with the same time.
  func repeatedStretch(from first: Instant, to second: Instant) -> Range<Instant> {
    // The change is between the two; the same local times occur for equal durations before and after it.
    let length = Duration.microseconds(second.microseconds - first.microseconds)
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= first.seconds { low = middle + 1 } else { high = middle }
    }
    let change = Instant(seconds: transitions[low])
    return change - length..<change + length
  }
}
