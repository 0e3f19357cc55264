package import Planning
package import Records

/// The final failure to fetch a window; it is not retried in this run.
package struct FetchError: Error, Sendable, CustomStringConvertible {
  /// The extent of the failure.
  package enum Scope: Hashable, Sendable {
    /// Only this window's chunk: the next may well succeed.
    case chunk
    /// Every request to the source would end alike.
    case source
  }

  package enum Kind: Hashable, Sendable {
    /// The responses are invalid: truncated, miscounted, not JSON, or over the limit of one response. Exit code 65.
    case badData
    /// The source does not respond, or keeps failing. Exit code 69.
    case unavailable
    /// A later run resumes. Exit code 75.
    case resumable
    /// The credentials are refused. Exit code 77.
    case denied
    /// The pipeline, the catalog or an option is wrong. Exit code 78.
    case configuration
  }

  /// Nil if no window was requested yet.
  package var window: Window?
  /// The error, sanitized and without a final period.
  package var reason: String
  /// The next step for the user; may be empty.
  package var advice: String
  /// The number of tries.
  package var attempts: Int
  package var scope: Scope
  package var kind: Kind
  /// The time after which a retry makes sense, if known.
  package var retryAt: Instant?
  /// The deciding verdict; nil if nothing was sent.
  package var verdict: Verdict.Kind?

  package init(
    window: Window?, reason: String, advice: String, attempts: Int, scope: Scope, kind: Kind, retryAt: Instant? = nil,
    verdict: Verdict.Kind? = nil
  ) {
    self.window = window
    self.reason = reason
    self.advice = advice
    self.attempts = attempts
    self.scope = scope
    self.kind = kind
    self.retryAt = retryAt
    self.verdict = verdict
  }

  /// `cannot fetch WINDOW: what happened after 5 tries; what to do`
  package var description: String {
    let what = window.map { "cannot fetch \($0): \(reason)" } ?? reason
    let often = attempts > 1 ? " (\(attempts) tries)" : ""
    return advice.isEmpty ? what + often : "\(what)\(often); \(advice)"
  }
}
