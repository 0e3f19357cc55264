import Planning
import Records

/// Spans of time as a list of days for messages: `2026-10-03, 2026-10-05 to 2026-10-07`.
enum DayListFormatter {
  private static let mostEntries = 10

  static func text(of spans: [Range<Instant>], zone: TimeZoneTransitions) -> String {
    var runs: [ClosedRange<CalendarDay>] = []
    for span in spans {
      let days = zone.days(of: span)
      if let last = runs.last, days.lowerBound.daysSinceEpoch <= last.upperBound.daysSinceEpoch + 1 {
        runs[runs.count - 1] = last.lowerBound...max(last.upperBound, days.upperBound)
      } else {
        runs.append(days)
      }
    }
    let shown = runs.prefix(mostEntries).map { days in
      days.lowerBound == days.upperBound ? "\(days.lowerBound)" : "\(days.lowerBound) to \(days.upperBound)"
    }
    let more = runs.count - shown.count
    return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more period\(more == 1 ? "" : "s")" : "")
  }
}

extension TimeZoneTransitions {
  /// The days that hold a part of a span, which is not empty.
  func days(of span: Range<Instant>) -> ClosedRange<CalendarDay> {
    civilTime(at: span.lowerBound).day...civilTime(at: Instant(microseconds: span.upperBound.microseconds - 1)).day
  }

  /// The first day of a span, and the day after its last: what `--from` and `--to` need to cover it.
  func dayRange(around span: Range<Instant>) -> Range<CalendarDay> {
    let days = days(of: span)
    return days.lowerBound..<days.upperBound.advanced(byDays: 1)
  }
}
