import Records

/// The times of generated events, to the second of the source's clock, derived only from its seed.
///
/// Any time range can be counted and iterated without its past, so that the halves of a window contain exactly the
/// events of the window, and a month is counted in microseconds.
struct EventSchedule: Sendable {
  let seed: UInt64
  /// The average number per day.
  let perDay: Double
  /// 0...1
  let variation: Double
  let quietDays: Set<CalendarDay>

  static let secondsPerDay = 86_400

  /// The number of events in a stretch, in seconds since 1970-01-01T00:00:00 of the clock.
  func count(in span: Range<Int>) -> Int {
    guard !span.isEmpty else { return 0 }
    let first = span.lowerBound.flooredQuotient(by: EventSchedule.secondsPerDay)
    let last = span.upperBound.flooredQuotient(by: EventSchedule.secondsPerDay)
    var count = day(last).count(before: span.upperBound - last * EventSchedule.secondsPerDay)
    count -= day(first).count(before: span.lowerBound - first * EventSchedule.secondsPerDay)
    for index in first..<last { count += day(index).total }
    return count
  }

  /// A day by its number since 1970-01-01.
  func day(_ index: Int) -> Day {
    var random = SeededRandom(seed, UInt64(bitPattern: Int64(index)))
    let shift = random.fraction()
    let rate = perDay * (1 + variation * (2 * random.fraction() - 1))
    let total = quietDays.contains(CalendarDay(daysSinceEpoch: index)) ? 0 : Int(rate + shift)
    return Day(total: total, shift: shift, seed: random.next())
  }

  /// The events of one day, numbered from 0 in time order.
  struct Day: Sendable {
    let total: Int
    /// Determines the hours with events if there are few.
    let shift: Double
    let seed: UInt64

    /// The events of an hour, 0...23.
    func events(ofHour hour: Int) -> Range<Int> {
      count(beforeHour: hour)..<count(beforeHour: hour + 1)
    }

    private func count(beforeHour hour: Int) -> Int {
      switch hour {
      case 0: 0
      case 24: total
      default: min(total, Int(Double(total) * Day.curve[hour] + shift))
      }
    }

    /// The second of the hour, 0..<3600, of an event; never decreases from one event to the next.
    ///
    /// Each event has its equal part of the hour and a place of its own within it; one in sixteen shares the second of
    /// the event before it, and on some days the very first and the very last second are used.
    func second(of event: Int, hour: Int, events: Range<Int>) -> Int {
      if event == 0 && hour == 0 && seed & 1 == 0 { return 0 }
      if event == total - 1 && hour == 23 && seed & 2 == 0 { return 3_599 }
      let place = SeededRandom.mixed(seed &+ UInt64(truncatingIfNeeded: event))
      guard place & 0xf == 0, event > events.lowerBound else {
        return second(at: event - events.lowerBound, place: place, count: events.count)
      }
      let before = SeededRandom.mixed(seed &+ UInt64(truncatingIfNeeded: event - 1))
      return second(at: event - 1 - events.lowerBound, place: before, count: events.count)
    }

    private func second(at position: Int, place: UInt64, count: Int) -> Int {
      (((position << 16) | Int(place >> 48)) * 3_600 / count) >> 16
    }

    /// The number of events before a second of the day, 0...86400.
    func count(before second: Int) -> Int {
      let hour = second / 3_600
      guard hour < 24 else { return total }
      let events = events(ofHour: hour)
      let rest = second - hour * 3_600
      // Every event whose part of the hour ends by then is before it; of those that follow, a few may be.
      var event = events.lowerBound + rest * events.count / 3_600
      while event < events.upperBound, self.second(of: event, hour: hour, events: events) < rest { event += 1 }
      return event
    }

    /// The share of a day's events that lies before each hour: few at night, most in the working hours.
    private static let curve: [Double] = {
      let hours = [2, 1, 1, 1, 1, 2, 4, 9, 15, 19, 21, 20, 16, 15, 18, 19, 18, 15, 12, 10, 8, 6, 4, 3]
      let sum = Double(hours.reduce(0, +))
      return hours.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + Double($1) / sum) }
    }()
  }
}
