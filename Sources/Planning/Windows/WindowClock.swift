import ConfigurationFiles
import Records

/// The clock of an API's times, and the instants that it can represent.
///
/// A boundary between two windows is represented by the first unit of the format's resolution that belongs to the
/// later one. An API compares such times as text, so a boundary is valid only if no earlier time is greater.
struct WindowClock: Sendable {
  var zone: TimeZoneTransitions
  /// Microseconds.
  var resolution: Int64

  init(format: WindowFormat, zone: TimeZoneTransitions) {
    self.zone = format.usesRangeZone ? zone : .utc
    self.resolution = max(1, format.resolution.wholeMicroseconds)
  }

  /// The unit that contains an instant, by its start.
  func unit(at instant: Instant) -> CivilTime {
    let time = zone.civilTime(at: instant).microseconds
    return CivilTime(microseconds: time.flooredQuotient(by: resolution) * resolution)
  }

  /// The last unit before a boundary.
  func unit(before boundary: Instant) -> CivilTime {
    unit(at: Instant(microseconds: boundary.microseconds - 1))
  }

  /// Returns true if a request can select exactly the data on one side of a boundary.
  func canDistinguish(_ boundary: Instant) -> Bool {
    unit(before: boundary) < unit(at: boundary)
  }

  /// The time between two instants as the API counts it: a day that is longer because the clocks change has 24 hours on
  /// a local clock.
  func length(of span: Range<Instant>) -> Duration {
    let start = zone.civilTime(at: span.lowerBound).microseconds
    let shown = zone.civilTime(at: span.upperBound).microseconds - start
    return .microseconds(min(shown, span.upperBound.microseconds - span.lowerBound.microseconds))
  }

  /// The last instant at or before `instant` at which a unit begins whose time happens only once.
  func boundary(atOrBefore instant: Instant) -> Instant {
    var instant = instant
    while true {
      switch zone.meaning(of: unit(at: instant)) {
      case .once(let boundary), .never(let boundary):
        return boundary
      case .twice(let first, let second):
        instant = Instant(microseconds: zone.repeatedStretch(from: first, to: second).lowerBound.microseconds - 1)
      }
    }
  }

  /// The first instant after `instant` at which a unit begins whose time happens only once.
  func boundary(after instant: Instant) -> Instant {
    var time = unit(at: instant).microseconds + resolution
    while true {
      switch zone.meaning(of: CivilTime(microseconds: time)) {
      case .once(let boundary), .never(let boundary):
        if boundary > instant { return boundary }
        time += resolution
      case .twice(let first, let second):
        let end = zone.civilTime(at: zone.repeatedStretch(from: first, to: second).upperBound).microseconds
        time = (end + resolution - 1).flooredQuotient(by: resolution) * resolution
      }
    }
  }

  /// Returns the boundary within `span`, but not at its ends, that is nearest to `target`; nil if there is none.
  func boundary(within span: Range<Instant>, nearest target: Instant) -> Instant? {
    let before = boundary(atOrBefore: target)
    let after = before == target ? target : boundary(after: target)
    let candidates = [before, after].filter { span.lowerBound < $0 && $0 < span.upperBound }
    return candidates.min { distance($0, target) < distance($1, target) }
  }

  private func distance(_ left: Instant, _ right: Instant) -> Int64 {
    abs(left.microseconds - right.microseconds)
  }
}
