import ConfigurationFiles
import Records

/// The boundaries at which a zone's calendar is split into chunks, independent of the range.
///
/// Minutes and hours count from midnight, days from 1970-01-01, weeks from a Monday (1970-01-05), months from January
/// 1970; multiples count from there too, so that `2 days` has the same boundaries for every range. A day begins with
/// its first instant.
struct ChunkGrid: Sendable {
  private let length: ChunkLength
  private let zone: TimeZoneTransitions
  private let speaksLocalTime: Bool

  /// - Throws: `PlanError` if hours or minutes do not divide a day. For a source with local times, no boundary is a
  ///   local time that occurs twice; for other sources, both occurrences are boundaries.
  init(length: ChunkLength, zone: TimeZoneTransitions, speaksLocalTime: Bool) throws(PlanError) {
    guard length.count >= 1, length.count <= 1_440 else { throw .chunkCount(length) }
    if let minutes = length.minutes, 1_440 % minutes != 0 { throw .chunkDoesNotDivideDay(length) }
    self.length = length
    self.zone = zone
    self.speaksLocalTime = speaksLocalTime
  }

  /// The chunks that overlap `span`, in order; the first begins at or before it, the last ends at or after it.
  func cells(overlapping span: Range<Instant>) throws(PlanError) -> [Range<Instant>] {
    // A line is found from its time on the clock, and clocks move by less than two days.
    let reach = Int64(2) * CivilTime.microsecondsPerDay
    let first = slot(at: CivilTime(microseconds: zone.civilTime(at: span.lowerBound).microseconds - reach)) - 1
    let last = slot(at: CivilTime(microseconds: zone.civilTime(at: span.upperBound).microseconds + reach)) + 1
    guard last - first <= PlanError.maxChunks + 10_000 else { throw .tooManyChunks(last - first, length) }
    var lines: [Instant] = []
    lines.reserveCapacity(last - first + 1)
    for slot in first...last { appendLines(of: slot, to: &lines) }
    lines.sort()
    var cells: [Range<Instant>] = []
    for (line, next) in zip(lines, lines.dropFirst())
    where line < next && next > span.lowerBound && line < span.upperBound {
      cells.append(line..<next)
    }
    guard cells.count <= PlanError.maxChunks else { throw .tooManyChunks(cells.count, length) }
    return cells
  }

  private func appendLines(of slot: Int, to lines: inout [Instant]) {
    switch zone.meaning(of: time(of: slot)) {
    case .once(let instant): lines.append(instant)
    // The next slot may begin there too; equal boundaries make no chunk.
    case .never(let resumes): lines.append(resumes)
    case .twice(let first, _) where length.minutes == nil: lines.append(first)
    case .twice(let first, let second) where !speaksLocalTime: lines += [first, second]
    case .twice: break
    }
  }

  /// The wall clock time at which the count of a slot begins.
  private func time(of slot: Int) -> CivilTime {
    switch length.unit {
    case .minute, .hour:
      return CivilTime(microseconds: Int64(slot) * Int64(length.minutes ?? 1) * 60_000_000)
    case .day:
      return CivilTime(day: CalendarDay(daysSinceEpoch: slot * length.count))
    case .week:
      return CivilTime(day: CalendarDay(daysSinceEpoch: ChunkGrid.firstMonday + slot * length.count * 7))
    case .month:
      let month = slot * length.count
      let year = month.flooredQuotient(by: 12)
      let days = CalendarDay(year: 1970 + year, month: month - year * 12 + 1, day: 1)?.daysSinceEpoch
      return CivilTime(day: CalendarDay(daysSinceEpoch: days ?? 0))
    }
  }

  /// The last slot that begins at or before a wall clock time.
  private func slot(at time: CivilTime) -> Int {
    switch length.unit {
    case .minute, .hour:
      return Int(time.microseconds.flooredQuotient(by: Int64(length.minutes ?? 1) * 60_000_000))
    case .day:
      return time.day.daysSinceEpoch.flooredQuotient(by: length.count)
    case .week:
      return (time.day.daysSinceEpoch - ChunkGrid.firstMonday).flooredQuotient(by: length.count * 7)
    case .month:
      let (year, month, _) = time.day.components
      return ((year - 1970) * 12 + month - 1).flooredQuotient(by: length.count)
    }
  }

  /// 1970-01-05, in days since the epoch.
  private static let firstMonday = 4
}

extension ChunkLength {
  /// The length of a chunk of minutes or hours, in minutes; nil for days.
  var minutes: Int? {
    switch unit {
    case .minute: count
    case .hour: count * 60
    case .day, .week, .month: nil
    }
  }
}
