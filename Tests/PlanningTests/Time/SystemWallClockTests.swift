import Planning
import Records
import Testing

struct SystemWallClockTests {
  @Test func `the system's clocks advance`() {
    let clock = SystemWallClock()
    let (now, elapsed) = (clock.now, clock.elapsed)
    #expect(now > instant("2025-01-01T00:00:00Z"))
    #expect(elapsed >= .zero)
    #expect(clock.elapsed >= elapsed)
  }

  @Test func `a canceled sleep ends immediately`() async {
    let sleeper = Task { try await SystemWallClock().sleep(for: .seconds(3_600)) }
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
  }
}
