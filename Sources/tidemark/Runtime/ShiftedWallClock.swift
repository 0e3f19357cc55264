import Planning
import Records

/// The system's clock, shifted so that it showed `now` when it was created.
struct ShiftedWallClock: WallClock {
  private let system = SystemWallClock()
  private let shift: Duration

  init(now: Instant) {
    shift = now - system.now
  }

  var now: Instant { system.now + shift }
  var elapsed: Duration { system.elapsed }
  func sleep(for duration: Duration) async throws { try await system.sleep(for: duration) }
}
