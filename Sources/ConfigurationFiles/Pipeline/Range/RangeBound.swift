package import Records

/// An end of a range, relative ones judged by the clock of the run, on the calendar of the range's zone.
package enum RangeBound: Hashable, Sendable {
  /// Midnight of the day.
  case day(CalendarDay)
  /// A wall clock time in the range's zone: `2026-10-01T06:00:00`.
  case local(CivilTime)
  /// `2026-10-01T05:00:00Z`.
  case instant(Instant)
  /// Midnight of today (0), yesterday (1) and so on.
  case daysAgo(Int)
  /// Midnight of the first day of this month (0), the last one (1) and so on.
  case monthsAgo(Int)
  case now

  /// It moves with the clock.
  package var isRelative: Bool {
    switch self {
    case .day, .local, .instant: false
    case .daysAgo, .monthsAgo, .now: true
    }
  }
}
