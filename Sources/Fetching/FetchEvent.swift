package import Planning
package import Records

/// Events of a source, for progress reporters.
package enum FetchEvent: Hashable, Sendable {
  /// A request is sent; pages are counted from 1 for each window, attempts for each page.
  case sending(Window, page: Int, attempt: Int)
  /// The response was unsuccessful; the window is requested again after `delay`, at `until`.
  case waiting(Window, verdict: Verdict, delay: Duration, until: Instant)
  /// A login gave a token.
  case loggedIn
  /// Another process uses the token; the text is the holder's description of itself.
  case leaseHeldBy(String)
  /// A window is requested in parts.
  case split(WindowSplit)
  /// A number of pages of a window were accepted, and more follow.
  case pages(Window, pages: Int, records: Int)

  /// One line for display; nil for events that need no line.
  package var description: String? {
    switch self {
    case .sending, .loggedIn: nil
    case .waiting(let window, let verdict, let delay, _):
      "\(window): \(verdict.reason); retrying" + (delay == .zero ? "" : " in \(delay.inWords)") + advice(on: verdict)
    case .leaseHeldBy(let holder): "waiting for \(holder), which uses the same token"
    case .split(let split): split.description
    case .pages(let window, let pages, let records): "\(window): \(pages) pages with \(records) records so far"
    }
  }

  /// A response that never ends costs the whole timeout with each try: what helps is reported with the first.
  private func advice(on verdict: Verdict) -> String {
    guard verdict.isLate, let hint = verdict.hint else { return "" }
    return ". \(hint)"
  }
}
