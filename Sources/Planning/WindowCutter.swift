package import Declarations
package import Records

/// Cuts windows where an API can tell the parts apart: on its resolution and, where it speaks local time, never at a
/// time that happens twice or not at all.
package struct WindowCutter: Sendable {
  private let clock: WindowClock
  private let grain: Grain

  /// `zone` is the range's; it counts where the format tells times on its clock.
  package init(format: WindowFormat, zone: ZoneRules, grain: Grain) {
    self.clock = WindowClock(format: format, zone: zone)
    self.grain = grain
  }

  /// Two parts, about equal, that together are the window; nil where it cannot be cut: one unit is left, or the rows
  /// sum the window.
  package func halves(of window: Window) -> (Window, Window)? {
    guard grain == .event else { return nil }
    let span = window.span
    guard let cut = clock.boundary(within: span, nearest: middle(of: span, part: 1, of: 2)) else { return nil }
    return (Window(span: span.lowerBound..<cut), Window(span: cut..<span.upperBound))
  }

  /// `count` parts, about equal, in order, that together are the window; fewer where it cannot be cut so often.
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

  /// The window in parts that are each as long as `limit` allows by the API's clock, the last one shorter; nil where it
  /// cannot be cut so small.
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
