import ConfigurationFiles
package import Records

/// The ends of a range as instants, with words for people.
struct PlannedRange {
  var span: Range<Instant>
  var fromWords: String
  var toWords: String
  /// The end is the time of the run itself, so that it never meets the grid.
  var endsNow: Bool

  /// - Parameter allowsEmpty: true if both ends may be the same instant.
  init(
    from: RangeBound, to: RangeBound, now: Instant, zone: TimeZoneTransitions, allowsEmpty: Bool
  ) throws(PlanError) {
    let resolver = Resolver(now: now, zone: zone)
    let start = try resolver.instant(of: from, name: "from")
    let end = try resolver.instant(of: to, name: "to")
    fromWords = resolver.words(for: from, at: start)
    toWords = resolver.words(for: to, at: end)
    if start == end && !allowsEmpty { throw .emptyRange(from: fromWords, to: toWords) }
    if start > end { throw .reversedRange(from: fromWords, to: toWords) }
    span = start..<end
    endsNow = to == .now
  }

  private struct Resolver {
    var now: Instant
    var zone: TimeZoneTransitions

    func instant(of bound: RangeBound, name: String) throws(PlanError) -> Instant {
      let today = zone.civilTime(at: now).day
      let instant: Instant?
      switch bound {
      case .day(let day): instant = zone.start(of: day)
      case .local(let time): instant = zone.firstInstant(of: time)
      case .instant(let given): instant = given
      case .daysAgo(let count): instant = day(today, daysAgo: count).map(zone.start(of:))
      case .monthsAgo(let count): instant = firstDay(of: today, monthsAgo: count).map(zone.start(of:))
      case .now: instant = now
      }
      guard let instant, Resolver.reach.contains(instant) else {
        throw .outOfReach(name: name, bound: bound.description)
      }
      return instant
    }

    private func day(_ day: CalendarDay, daysAgo count: Int) -> CalendarDay? {
      (-1_000_000...1_000_000).contains(count) ? day.advanced(byDays: -count) : nil
    }

    private func firstDay(of day: CalendarDay, monthsAgo count: Int) -> CalendarDay? {
      guard (-100_000...100_000).contains(count) else { return nil }
      let (year, month, _) = day.components
      let index = year * 12 + month - 1 - count
      let shifted = index.flooredQuotient(by: 12)
      return CalendarDay(year: shifted, month: index - shifted * 12 + 1, day: 1)
    }

    /// A relative end with what it means: `10 days ago (2026-11-11)`.
    func words(for bound: RangeBound, at instant: Instant) -> String {
      switch bound {
      case .day, .local, .instant: bound.description
      case .daysAgo, .monthsAgo, .now: "\(bound) (\(zone.words(for: instant)))"
      }
    }

    /// 1900 to 2099, the years for which a zone's rules are known.
    private static let reach = Instant(seconds: -2_208_988_800)..<Instant(seconds: 4_102_444_800)
  }
}

extension TimeZoneTransitions {
  /// The clock's time at an instant, the day alone at its beginning: `2026-11-21`, `2026-11-21T06:00:00`.
  package func words(for instant: Instant) -> String {
    let time = civilTime(at: instant)
    return start(of: time.day) == instant ? time.day.description : time.description
  }

  /// The first and the last day of a span, or its exact ends if they are not those of days.
  package func words(for span: Range<Instant>) -> String {
    let (first, next) = (civilTime(at: span.lowerBound).day, civilTime(at: span.upperBound).day)
    guard start(of: first) == span.lowerBound, start(of: next) == span.upperBound, first != next else {
      return "\(words(for: span.lowerBound)) to \(words(for: span.upperBound))"
    }
    let last = next.advanced(byDays: -1)
    return first == last ? "\(first)" : "\(first) to \(last)"
  }
}
