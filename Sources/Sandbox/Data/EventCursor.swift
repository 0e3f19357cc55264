import Records

/// Walks the events of a stretch in time order.
struct EventCursor: Sendable {
  private let schedule: EventSchedule
  private var day: EventSchedule.Day
  private var dayIndex: Int
  private var hour: Int
  private var events: Range<Int>
  private var event: Int
  /// The number of remaining events.
  private(set) var remaining: Int

  /// `limit`: how many to give at most.
  init(_ schedule: EventSchedule, span: Range<Int>, limit: Int) {
    self.schedule = schedule
    dayIndex = span.lowerBound.flooredQuotient(by: EventSchedule.secondsPerDay)
    day = schedule.day(dayIndex)
    let second = span.lowerBound - dayIndex * EventSchedule.secondsPerDay
    hour = second / 3_600
    events = day.events(ofHour: hour)
    event = day.count(before: second)
    remaining = min(limit, schedule.count(in: span))
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
        day = schedule.day(dayIndex)
      }
      events = day.events(ofHour: hour)
    }
    defer { event += 1 }
    let second = day.second(of: event, hour: hour, events: events)
    return (dayIndex * EventSchedule.secondsPerDay + hour * 3_600 + second, event)
  }
}
