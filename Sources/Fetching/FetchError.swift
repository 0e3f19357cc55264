package import Planning
package import Records

/// Why a window could not be fetched, for good: no more tries will be made in this run.
package struct FetchError: Error, Sendable, CustomStringConvertible {
  /// What else the failure concerns.
  package enum Scope: Hashable, Sendable {
    /// Only this window's chunk: the next may well succeed.
    case chunk
    /// Every request to the source would end alike.
    case source
  }

  package enum Kind: Hashable, Sendable {
    /// The answers are no good: cut, miscounted, not JSON, or more than one answer holds. Exit code 65.
    case badData
    /// The source does not answer, or goes on failing. Exit code 69.
    case unavailable
    /// Another run goes on from here. Exit code 75.
    case resumable
    /// The credentials are refused. Exit code 77.
    case denied
    /// The pipeline, the catalog or an option is wrong. Exit code 78.
    case configuration
  }

  /// Nil where no window was asked for yet.
  package var window: Window?
  /// What happened, without a full stop, fit to be shown.
  package var reason: String
  /// What to do next; may be empty.
  package var advice: String
  /// How often the window was asked for.
  package var attempts: Int
  package var scope: Scope
  package var kind: Kind
  /// When trying again makes sense, where that is known.
  package var retryAt: Instant?
  /// The verdict that decided; nil where nothing was sent.
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
