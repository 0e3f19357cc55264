import Records

package struct Timeouts: Hashable, Sendable {
  package var connect: Duration
  /// The longest silence within a body.
  package var idle: Duration
  /// The time from the first byte sent to the last byte received; nil for no limit.
  package var total: Duration?

  package init(connect: Duration = .seconds(10), idle: Duration = .seconds(60), total: Duration? = .seconds(600)) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}
