package import Planning
package import Records

/// What a source is doing, for whoever watches.
package enum FetchEvent: Hashable, Sendable {
  /// A request goes out; pages are counted from 1 for each window, attempts for each page.
  case sending(Window, page: Int, attempt: Int)
  /// The answer was no success; the window is asked for again after `delay`, at `until`.
  case waiting(Window, verdict: Verdict, delay: Duration, until: Instant)
  /// A login gave a token.
  case loggedIn
  /// Somebody else uses the token; the description is what the holder says of itself.
  case leaseHeldBy(String)

  /// One line for people; nil for what goes without saying.
  package var description: String? {
    switch self {
    case .sending, .loggedIn: nil
    case .waiting(let window, let verdict, let delay, _):
      delay == .zero
        ? "\(window): \(verdict.reason); retrying" : "\(window): \(verdict.reason); retrying in \(delay.told)"
    case .leaseHeldBy(let holder): "waiting for \(holder), which uses the same token"
    }
  }
}

/// What a source has done so far.
package struct FetchCounts: Hashable, Sendable {
  /// Requests for rows, repeated ones too.
  package var calls = 0
  /// Those of the calls that repeated an earlier one.
  package var retries = 0
  package var logins = 0
  /// Bytes of all bodies, decompressed.
  package var bytes = 0

  package init() {}
}
