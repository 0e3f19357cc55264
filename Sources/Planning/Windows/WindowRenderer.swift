package import ConfigurationFiles
package import Records

/// Writes the ends of a window as an API wants them.
package struct WindowRenderer: Sendable {
  private let clock: WindowClock
  private let pattern: TimePattern
  private let endIsInclusive: Bool

  /// - Parameter zone: the range's zone, used if the format writes local times.
  package init(format: WindowFormat, zone: TimeZoneTransitions) {
    self.clock = WindowClock(format: format, zone: zone)
    self.pattern = format.pattern
    self.endIsInclusive = format.endIsInclusive
  }

  /// The first unit of the format's resolution that belongs to the window.
  package func start(of window: Window) -> String {
    pattern.rendered(clock.unit(at: window.span.lowerBound))
  }

  /// Returns the window's last unit if the format's end is inclusive, otherwise the first unit after it.
  ///
  /// A window that contains a repeated hour ends after its second occurrence, so that both are requested.
  package func end(of window: Window) -> String {
    let end = window.span.upperBound
    return pattern.rendered(endIsInclusive ? clock.unit(before: end) : clock.unit(at: end))
  }
}
