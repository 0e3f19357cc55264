import Foundation
package import Records

/// The machine's own clocks.
package struct SystemWallClock: WallClock {
  private let beginning = ContinuousClock.now

  package init() {}

  package var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }

  package var elapsed: Duration { beginning.duration(to: .now) }

  package func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: duration, clock: .continuous)
  }
}
