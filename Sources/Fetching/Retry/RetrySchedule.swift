package import ConfigurationFiles

/// Decides after each attempt at a window if and when it is requested again.
package struct RetrySchedule: Sendable {
  package enum Step: Hashable, Sendable {
    case wait(Duration)
    /// Every try that the policy allows was made.
    case exhausted
    /// The server was busy or resting for as long as the policy waits.
    case impatient
    /// The server requests a longer delay than the policy allows.
    case delayRequested(Duration)
    /// Another try would end alike.
    case final
  }

  /// The minimum delay between requests to a busy server, regardless of the policy's first delay.
  private static let leastWait = Duration.milliseconds(100)

  private let policy: RetryPolicy
  private let jitter: @Sendable () -> Double
  private var failures = 0
  private var refusals = 0
  private var refusedSince: Duration?

  /// `jitter` gives numbers from 0 up to, but not, 1, by which delays are multiplied.
  package init(_ policy: RetryPolicy, jitter: @escaping @Sendable () -> Double) {
    self.policy = policy
    self.jitter = jitter
  }

  /// Returns the step after a verdict at `elapsed`, on a monotonic clock.
  package mutating func step(after verdict: Verdict, at elapsed: Duration) -> Step {
    switch verdict.kind {
    case .retry, .badBody, .unreachable:
      failures += 1
      guard failures < policy.tries else { return .exhausted }
      let requested = verdict.retryAfter ?? .zero
      guard requested <= max(policy.patience, policy.maxDelay) else { return .delayRequested(requested) }
      return .wait(max(requested, delay(failures - 1)))
    case .busy, .resting:
      let since = refusedSince ?? elapsed
      refusedSince = since
      let rest = policy.patience - (elapsed - since)
      let requested = verdict.retryAfter ?? .zero
      guard requested <= rest else { return .delayRequested(requested) }
      guard rest > .zero else { return .impatient }
      let least = max(policy.firstDelay, RetrySchedule.leastWait)
      refusals += 1
      return .wait(min(max(requested, least, delay(refusals - 1)), rest))
    default:
      return .final
    }
  }

  /// Exponential back-off with full jitter: a random share of `firstDelay * 2^count`, at most of `maxDelay`.
  private func delay(_ count: Int) -> Duration {
    var longest = min(policy.firstDelay, policy.maxDelay)
    for _ in 0..<count where longest < policy.maxDelay { longest = min(longest * 2, policy.maxDelay) }
    return longest * jitter()
  }
}
