/// The classification of one response or of its absence; made once.
package struct Verdict: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Complete and consistent: accepted.
    case rows
    /// Nothing in the window, and that is proven.
    case empty
    /// The result exceeds the limit of one response.
    case tooLarge = "too_large"
    /// Another client uses the token, or requests are too frequent: wait, then try again.
    case busy
    /// The server rests: try again for a while.
    case resting
    /// The source fails: try again a few times.
    case retry
    /// The body can't be trusted: try again a few times, then the chunk fails.
    case badBody = "bad_body"
    /// A record is longer or deeper, or the body larger, than what is read: another try would bring the same, so the
    /// chunk fails.
    case unreadable
    /// No connection: retry a few times.
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
    /// The response is missing in a recording, or damaged.
    case unrecorded
  }

  package var kind: Kind
  /// A sanitized description on one line, without a final period: `HTTP 403, the API reports "…"`.
  package var reason: String
  /// The catalog's advice.
  package var hint: String?
  /// The delay that the server requests.
  package var retryAfter: Duration?
  /// True if the response timed out, rather than exceeding a size limit.
  package var isLate: Bool
  /// True for an unclassified response, which is fatal because no rule matches.
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

  /// The same verdict, whose reason names a page other than the first.
  func named(_ page: Page) -> Verdict {
    guard page.number > 1 else { return self }
    var named = self
    named.reason = "page \(page.number): \(reason)"
    return named
  }
}
