import Planning
package import Records
import Synchronization

/// A manual clock that advances only by sleeping, which takes no real time.
package final class ManualWallClock: WallClock {
  private struct State {
    var now: Instant
    var elapsed: Duration = .zero
    var sleeps: [Duration] = []
  }

  private let state: Mutex<State>

  package init(_ now: Instant) {
    state = Mutex(State(now: now))
  }

  package var now: Instant { state.withLock { $0.now } }
  package var elapsed: Duration { state.withLock { $0.elapsed } }
  /// Every requested sleep, in order.
  package var sleeps: [Duration] { state.withLock { $0.sleeps } }

  package func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    state.withLock {
      $0.sleeps.append(duration)
      $0.now = $0.now + duration
      $0.elapsed += duration
    }
  }

  package func advance(by duration: Duration) {
    state.withLock {
      $0.now = $0.now + duration
      $0.elapsed += duration
    }
  }
}
