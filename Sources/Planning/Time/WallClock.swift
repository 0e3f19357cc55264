package import Records

/// The clock and waiting; no other code uses the system's.
package protocol WallClock: Sendable {
  var now: Instant { get }
  /// A clock that never runs backwards, for measuring: the time since some fixed point.
  var elapsed: Duration { get }
  /// Returns after `duration`, or throws `CancellationError` as soon as the task is cancelled.
  func sleep(for duration: Duration) async throws
}
