package import ConfigurationFiles
package import Records

/// Splits windows at boundaries that an API can represent: at its resolution and, for local times, never at a time
/// that occurs twice or not at all.
package struct WindowCutter: Sendable {
  private let clock: WindowClock
  private let grain: Grain

  /// - Parameter zone: the range's zone, used if the format writes local times.
  package init(format: WindowFormat, zone: TimeZoneTransitions, grain: Grain) {
    self.clock = WindowClock(format: format, zone: zone)
    self.grain = grain
  }

  /// Splits the window into two parts of about equal length; nil if it cannot be split, because one unit is left or
  /// the rows aggregate the window.
  package func halves(of window: Window) -> (Window, Window)? {
    guard grain == .event else { return nil }
    let span = window.span
    guard let cut = clock.boundary(within: span, nearest: middle(of: span, part: 1, of: 2)) else { return nil }
    return (Window(span: span.lowerBound..<cut), Window(span: cut..<span.upperBound))
  }

  /// Splits the window into `count` parts of about equal length, in order; fewer if it cannot be split that often.
  package func pieces(of window: Window, count: Int) -> [Window] {
    guard grain == .event, count > 1 else { return [window] }
    var pieces: [Window] = []
    var rest = window.span
    for part in 1..<count {
      let target = middle(of: window.span, part: part, of: count)
      guard target > rest.lowerBound, let cut = clock.boundary(within: rest, nearest: target) else { continue }
      pieces.append(Window(span: rest.lowerBound..<cut))
      rest = cut..<rest.upperBound
    }
    return pieces + [Window(span: rest)]
  }

  /// Splits the window into parts as long as `limit` allows by the API's clock, the last one shorter; nil if it cannot
  /// be split into parts that small.
  package func windows(of window: Window, noLongerThan limit: Duration) -> [Window]? {
    var pieces: [Window] = []
    var rest = window.span
    while clock.length(of: rest) > limit {
      let start = clock.zone.civilTime(at: rest.lowerBound)
      let latest = clock.zone.firstInstant(of: CivilTime(microseconds: start.microseconds + limit.wholeMicroseconds))
      let cut = clock.boundary(atOrBefore: latest)
      guard grain == .event, cut > rest.lowerBound, cut < rest.upperBound else { return nil }
      pieces.append(Window(span: rest.lowerBound..<cut))
      rest = cut..<rest.upperBound
    }
    return pieces + [Window(span: rest)]
  }

  /// The instant at `part` of `count` equal parts.
  private func middle(of span: Range<Instant>, part: Int, of count: Int) -> Instant {
    let length = span.upperBound.microseconds - span.lowerBound.microseconds
    let whole = length / Int64(count) * Int64(part)
    return Instant(
      microseconds: span.lowerBound.microseconds + whole + length % Int64(count) * Int64(part) / Int64(count))
  }
}
