package import Declarations
package import Records

/// Writes the ends of a window as an API wants them.
package struct WindowRenderer: Sendable {
  private let clock: WindowClock
  private let pattern: TimePattern
  private let endIsInclusive: Bool

  /// `zone` is the range's; it counts where the format tells times on its clock.
  package init(format: WindowFormat, zone: ZoneRules) {
    self.clock = WindowClock(format: format, zone: zone)
    self.pattern = format.pattern
    self.endIsInclusive = format.endIsInclusive
  }

  /// The first unit of the format's resolution that belongs to the window.
  package func start(of window: Window) -> String {
    pattern.rendered(clock.unit(at: window.span.lowerBound))
  }

  /// The last unit that belongs to the window where the format's end is inclusive, else the first that does not.
  ///
  /// A window that holds an hour twice ends after the second time, so both are asked for.
  package func end(of window: Window) -> String {
    let end = window.span.upperBound
    return pattern.rendered(endIsInclusive ? clock.unit(before: end) : clock.unit(at: end))
  }
}
