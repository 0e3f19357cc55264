/// One rule of a catalog's `verdicts`: it matches if all its conditions hold.
package struct VerdictRule: Sendable {
  /// The HTTP status, or the body's own status if the HTTP status is 2xx; empty for any status.
  package var statuses: [Int]
  /// A regular expression, matched anywhere in the API's message, ignoring case; nil for any message.
  package var message: String?
  package var verdict: VerdictKind
  /// Explanation and advice for the user.
  package var hint: String?
  /// A sample message of the vendor for this case, which matches `message`; the sandbox sends it.
  package var sample: String?

  package init(statuses: [Int], message: String?, verdict: VerdictKind, hint: String?, sample: String?) {
    self.statuses = statuses
    self.message = message
    self.verdict = verdict
    self.hint = hint
    self.sample = sample
  }
}
