import Planning
import Records
import Testing

struct SystemTimekeeperTests {
  @Test func `the system's clocks advance`() {
    let clock = SystemTimekeeper()
    let (now, elapsed) = (clock.now, clock.elapsed)
    #expect(now > instant("2025-01-01T00:00:00Z"))
    #expect(elapsed >= .zero)
    #expect(clock.elapsed >= elapsed)
  }

  @Test func `a canceled sleep ends immediately`() async {
    let sleeper = Task { try await SystemTimekeeper().sleep(for: .seconds(3_600)) }
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
  }
}
