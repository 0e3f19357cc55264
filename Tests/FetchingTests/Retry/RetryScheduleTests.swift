import ConfigurationFiles
import Fetching
import Testing

struct RetryScheduleTests {
  static func steps(
    _ verdicts: [Verdict], policy: RetryPolicy = RetryPolicy(tries: 8, firstDelay: .seconds(1), maxDelay: .seconds(10)),
    jitter: Double = 0.5
  ) -> [RetrySchedule.Step] {
    var schedule = RetrySchedule(policy, jitter: { jitter })
    var elapsed = Duration.zero
    return verdicts.map { verdict in
      let step = schedule.step(after: verdict, at: elapsed)
      if case .wait(let delay) = step { elapsed += delay }
      return step
    }
  }

  @Test func `delays double up to the maximum, times the jitter`() {
    #expect(
      RetryScheduleTests.steps(Array(repeating: Verdict(.retry, ""), count: 8)) == [
        .wait(.milliseconds(500)), .wait(.seconds(1)), .wait(.seconds(2)), .wait(.seconds(4)), .wait(.seconds(5)),
        .wait(.seconds(5)), .wait(.seconds(5)), .exhausted,
      ])
  }

  @Test(arguments: [Verdict.Kind.retry, .badBody, .unreachable])
  func `every failure counts as a try`(_ kind: Verdict.Kind) {
    let policy = RetryPolicy(tries: 3)
    let mixed = [Verdict(kind, ""), Verdict(.busy, ""), Verdict(kind, ""), Verdict(kind, "")]
    let steps = RetryScheduleTests.steps(mixed, policy: policy, jitter: 0)
    #expect(steps == [.wait(.zero), .wait(.seconds(1)), .wait(.zero), .exhausted])
  }

  @Test func `one try means no retry`() {
    #expect(RetryScheduleTests.steps([Verdict(.retry, "")], policy: RetryPolicy(tries: 1)) == [.exhausted])
  }

  @Test func `a delay requested by the server is honored if it is longer`() {
    let wishes = [Duration.seconds(30), .zero, .seconds(600), .seconds(601)].map { Verdict(.retry, "", retryAfter: $0) }
    #expect(
      RetryScheduleTests.steps(wishes) == [
        .wait(.seconds(30)), .wait(.seconds(1)), .wait(.seconds(600)), .delayRequested(.seconds(601)),
      ])
  }

  @Test(arguments: [Verdict.Kind.busy, .resting])
  func `a busy server is retried until patience ends, with at least the first delay`(_ kind: Verdict.Kind) {
    let policy = RetryPolicy(tries: 2, firstDelay: .seconds(4), maxDelay: .seconds(16), patience: .seconds(20))
    #expect(
      RetryScheduleTests.steps(Array(repeating: Verdict(kind, ""), count: 6), policy: policy, jitter: 0.75) == [
        .wait(.seconds(4)), .wait(.seconds(6)), .wait(.seconds(10)), .impatient, .impatient, .impatient,
      ])
  }

  @Test func `a busy server that requests more than patience stops the retries`() {
    let policy = RetryPolicy(patience: .seconds(60))
    #expect(
      RetryScheduleTests.steps(
        [Verdict(.busy, "", retryAfter: .seconds(50)), Verdict(.busy, "", retryAfter: .seconds(50))], policy: policy)
        == [.wait(.seconds(50)), .delayRequested(.seconds(50))])
  }

  @Test func `with a zero delay a busy server still has a minimum delay`() {
    let policy = RetryPolicy(firstDelay: .zero, maxDelay: .zero, patience: .seconds(1))
    #expect(RetryScheduleTests.steps([Verdict(.busy, "")], policy: policy) == [.wait(.milliseconds(100))])
  }

  @Test(arguments: [Verdict.Kind.rows, .empty, .tooLarge, .expired, .quota, .denied, .fatal, .untrusted, .unrecorded])
  func `other verdicts are not retried`(_ kind: Verdict.Kind) {
    #expect(RetryScheduleTests.steps([Verdict(kind, "")]) == [.final])
  }
}
