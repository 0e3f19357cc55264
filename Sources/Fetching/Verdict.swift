/// What one answer, or its lack, means; decided once.
package struct Verdict: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Whole and consistent: to be taken.
    case rows
    /// Nothing in the window, and that is proven.
    case empty
    /// More than one answer holds.
    case tooLarge = "too_large"
    /// Somebody else uses the token, or we ask too often: wait, then try again.
    case busy
    /// The server rests: try again for a while.
    case resting
    /// The source fails: try again a few times.
    case retry
    /// The body can't be trusted: try again a few times, then the chunk fails.
    case badBody = "bad_body"
    /// A record is longer or deeper than what is read: another try would bring the same, so the chunk fails.
    case unreadable
    /// No connection: try again a few times.
    case unreachable
    /// The login has run out.
    case expired
    /// The day's calls are spent.
    case quota
    /// The credentials are refused.
    case denied
    /// The request is wrong, and would be the next time too.
    case fatal
    /// The connection is possible but must not be used.
    case untrusted
    /// A replay lacks the answer.
    case unrecorded
  }

  package var kind: Kind
  /// What came, on one line fit to be shown, without a full stop: `HTTP 403, the API says "…"`.
  package var reason: String
  /// What the catalog advises.
  package var hint: String?
  /// How long the server asks to wait.
  package var retryAfter: Duration?
  /// The answer did not come in time, rather than holding too much.
  package var isLate: Bool
  /// No rule knows the answer: it is fatal because nobody says otherwise.
  package var isUnknown: Bool

  package init(
    _ kind: Kind, _ reason: String, hint: String? = nil, retryAfter: Duration? = nil, isLate: Bool = false,
    isUnknown: Bool = false
  ) {
    self.kind = kind
    self.reason = reason
    self.hint = hint
    self.retryAfter = retryAfter
    self.isLate = isLate
    self.isUnknown = isUnknown
  }

  package var description: String { "\(kind.rawValue): \(reason)" }
}
