import ConfigurationFiles
import Records

/// The clock by which a source's rows happen: the range's, or UTC.
struct SourceClock: Sendable {
  var rangeZone: TimeZoneTransitions
  var isOfRange: Bool

  init(_ report: CatalogReport, rangeZone: TimeZoneTransitions) {
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
