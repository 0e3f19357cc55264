import Records

/// Walks the events of a stretch in time order.
struct EventCursor: Sendable {
  private let arrivals: Arrivals
  private var day: Arrivals.Day
  private var dayIndex: Int
  private var hour: Int
  private var events: Range<Int>
  private var event: Int
  /// The number of remaining events.
  private(set) var remaining: Int

  /// `limit`: how many to give at most.
  init(_ arrivals: Arrivals, span: Range<Int>, limit: Int) {
    self.arrivals = arrivals
    dayIndex = span.lowerBound.flooredQuotient(by: Arrivals.secondsPerDay)
    day = arrivals.day(dayIndex)
    let second = span.lowerBound - dayIndex * Arrivals.secondsPerDay
    hour = second / 3_600
    events = day.events(ofHour: hour)
    event = day.count(before: second)
    remaining = min(limit, arrivals.count(in: span))
  }

  /// Leaves out `count` events, and all but `limit` of those that follow.
  mutating func narrow(skipping count: Int, limit: Int) {
    for _ in 0..<min(count, remaining) { _ = next() }
    remaining = min(remaining, limit)
  }

  /// The second of the clock at which the next event happens and its number within its day; nil after the last one.
  mutating func next() -> (second: Int, number: Int)? {
    guard remaining > 0 else { return nil }
    remaining -= 1
    while event >= events.upperBound {
      hour += 1
      if hour == 24 {
        hour = 0
        event = 0
        dayIndex += 1
        day = arrivals.day(dayIndex)
      }
      events = day.events(ofHour: hour)
    }
    defer { event += 1 }
    let second = day.second(of: event, hour: hour, events: events)
    return (dayIndex * Arrivals.secondsPerDay + hour * 3_600 + second, event)
  }
}
