import Declarations
import Records

/// Generates the times of a field with a format: in that format, in the range's zone, so that they are read back as
/// the same instants, except in a repeated hour.
struct FormattedTime: Sendable {
  let format: TimePattern
  let isDate: Bool
  let quoted: Bool
  let clock: SourceClock

  /// - Parameter second: On the source's clock.
  func append(_ second: Int, to bytes: inout [UInt8]) {
    let instant = clock.instant(at: second)
    var time = clock.rangeZone.civilTime(at: instant)
    let offset = clock.rangeZone.offset(at: instant)
    // A date in a format with a time of day is written as midnight.
    if isDate, !format.isEpoch { time = CivilTime(day: time.day) }
    let text = format.rendered(time, offset: offset)
    if quoted { bytes.appendJSON(text) } else { bytes.append(contentsOf: text.utf8) }
  }
}

/// The clock by which a source's rows happen: the range's, or UTC.
struct SourceClock: Sendable {
  var rangeZone: ZoneRules
  var isOfRange: Bool

  init(_ report: CatalogReport, rangeZone: ZoneRules) {
    self.rangeZone = rangeZone
    self.isOfRange = report.window.usesRangeZone
  }

  /// The instant of a second since 1970-01-01T00:00:00 of the clock; one that is skipped is moved on by the gap.
  func instant(at second: Int) -> Instant {
    let shown = Instant(seconds: Int64(second)).microseconds
    guard isOfRange else { return Instant(microseconds: shown) }
    switch rangeZone.meaning(of: CivilTime(microseconds: shown)) {
    case .once(let instant), .twice(let instant, _): return instant
    case .never(let resumes):
      let before = rangeZone.offset(at: Instant(microseconds: resumes.microseconds - 1))
      return Instant(microseconds: shown - before * 1_000_000)
    }
  }
}
