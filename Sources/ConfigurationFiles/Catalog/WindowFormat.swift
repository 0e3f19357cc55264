package import Records

/// The format of a window in a request.
package struct WindowFormat: Sendable {
  package var pattern: TimePattern
  /// True: the clock of the pipeline's zone; false: UTC.
  package var usesRangeZone: Bool
  /// True: the end that is sent is the last unit that belongs to the window; false: the first that does not.
  package var endIsInclusive: Bool
  /// The smallest time step of the API: a whole number of microseconds that divides a day.
  package var resolution: Duration

  package init(pattern: TimePattern, usesRangeZone: Bool, endIsInclusive: Bool, resolution: Duration) {
    self.pattern = pattern
    self.usesRangeZone = usesRangeZone
    self.endIsInclusive = endIsInclusive
    self.resolution = resolution
  }
}
