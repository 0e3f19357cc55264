package import Records

/// The time of day and waiting, so that nothing else asks the system for either.
package protocol Timekeeper: Sendable {
  var now: Instant { get }
  /// A clock that never runs backwards, for measuring: the time since some fixed point.
  var elapsed: Duration { get }
  /// Returns after `duration`, or throws `CancellationError` as soon as the task is cancelled.
  func sleep(for duration: Duration) async throws
}
