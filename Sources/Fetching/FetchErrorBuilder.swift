import ConfigurationFiles
import Planning
import Records

/// Turns the verdict that ended a fetch into an error: whom it concerns, the exit code's kind, and what to do next.
struct FetchErrorBuilder {
  let source: SourceDeclaration
  let zone: TimeZoneTransitions
  let now: Instant

  func error(on verdict: Verdict, at window: Window, attempts: Int, end: RetrySchedule.Step) -> FetchError {
    let (kind, scope) = classification(verdict.kind)
    let retryAt = retryAt(verdict)
    // A new login was already tried, regardless of the catalog's advice for expired tokens.
    let hint = verdict.kind == .expired ? nil : verdict.hint?.asClause()
    var error = FetchError(
      window: window, reason: verdict.reason, advice: advice(verdict, hint: hint, retryAt: retryAt),
      attempts: attempts, scope: scope, kind: kind, retryAt: retryAt, verdict: verdict.kind)
    if case .delayRequested(let delay) = end {
      error.kind = .resumable
      error.scope = .source
      error.retryAt = now + delay
      let next =
        "the server requested a delay of \(delay.inWords), \(exceeded(by: delay, verdict.kind)); "
        + "rerun after \((now + delay).roundedUp) to resume"
      error.advice = hint.map { "\($0); \(next)" } ?? next
    } else if end == .impatient {
      error.reason += ", for \(source.retry.patience.inWords)"
    }
    return error
  }

  /// The limit that a delay exceeds.
  private func exceeded(by delay: Duration, _ verdict: Verdict.Kind) -> String {
    let retry = source.retry
    if verdict == .busy || verdict == .resting, delay <= retry.patience {
      return "longer than the rest of `patience` (\(retry.patience.inWords))"
    }
    return verdict == .retry && retry.maxDelay > retry.patience
      ? "longer than `max_delay` (\(retry.maxDelay.inWords))" : "longer than `patience` (\(retry.patience.inWords))"
  }

  private func classification(_ verdict: Verdict.Kind) -> (FetchError.Kind, FetchError.Scope) {
    switch verdict {
    case .retry, .unreachable, .untrusted: (.unavailable, .source)
    case .busy, .resting, .quota: (.resumable, .source)
    case .denied, .expired: (.denied, .source)
    case .fatal: (.configuration, .source)
    case .unrecorded: (.configuration, .chunk)
    case .badBody, .unreadable, .tooLarge, .rows, .empty: (.badData, .chunk)
    }
  }

  private func retryAt(_ verdict: Verdict) -> Instant? {
    if let delay = verdict.retryAfter, verdict.kind != .denied, verdict.kind != .fatal { return now + delay }
    return verdict.kind == .quota ? nextMidnight : nil
  }

  /// Quotas are counted by the day, and the operation's day is the best guess at which.
  private var nextMidnight: Instant {
    let today = zone.civilTime(at: now).day
    return zone.start(of: CalendarDay(daysSinceEpoch: today.daysSinceEpoch + 1))
  }

  /// The catalog's hint explains a temporary failure, and the advice follows it. If the request or the credentials are
  /// wrong, the hint is the more specific advice.
  private func advice(_ verdict: Verdict, hint: String?, retryAt: Instant?) -> String {
    guard let hint else { return advice(verdict, retryAt: retryAt) }
    switch verdict.kind {
    case .quota, .busy, .resting, .badBody: return "\(hint); \(advice(verdict, retryAt: retryAt))"
    case .retry, .unreachable: return "\(hint); rerun later to resume"
    default: return hint
    }
  }

  private func advice(_ verdict: Verdict, retryAt: Instant?) -> String {
    switch verdict.kind {
    case .quota, .busy, .resting:
      "rerun \(retryAt.map { "after \($0.roundedUp)" } ?? "later") to resume"
    case .retry where verdict.isUnknown:
      "no rule of the catalog classifies this failure; rerun to resume, or add a rule to the catalog's `verdicts`"
    case .retry: "the source keeps failing; rerun later to resume"
    case .unreachable: "check the URL and the network, then rerun to resume"
    case .untrusted:
      source.certificateAuthorities.map { "`source.ca_file` (\($0.path)) must contain its certificate authority" }
        ?? "if a private certificate authority issued the server's certificate, set `source.ca_file` to its PEM file"
    case .denied: "check \(credentials)"
    case .expired: "a new login did not help; check \(credentials)"
    case .fatal where verdict.isUnknown:
      "unclassified response; check `source` in the pipeline, "
        + "or add a rule to the catalog's `verdicts`"
    case .fatal: "the API rejected the request; check `source` in the pipeline"
    case .unrecorded: "run with `--record` to record it"
    case .badBody: "nothing was published; rerun to try again"
    case .unreadable: "retrying would return the same record; the vendor must fix or remove it"
    case .tooLarge: "the window cannot be split because its rows aggregate it; use a shorter `chunk`"
    case .rows, .empty: ""
    }
  }

  private var credentials: String {
    let names = (source.auth?.tokens ?? []).filter { source.secrets[$0] != nil || source.parameters[$0] != nil }
      .sorted()
    return names.isEmpty ? "the credentials" : names.map { "`source.\($0)`" }.joined(separator: " and ")
  }
}

extension Instant {
  /// The instant rounded up to a full second, so that waiting until then is long enough.
  fileprivate var roundedUp: Instant { Instant(seconds: (microseconds + 999_999).flooredQuotient(by: 1_000_000)) }
}
