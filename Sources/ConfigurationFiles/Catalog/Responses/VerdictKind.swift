/// A verdict on a response.
package enum VerdictKind: String, CaseIterable, Sendable, Codable {
  /// Records, to be taken.
  case rows
  /// Nothing in the window, and that is proven.
  case empty
  /// Another client uses the token: wait, then try again.
  case busy
  /// A temporary failure: try again after a delay.
  case retry
  /// The login has run out: log in again, once.
  case expired
  /// The result exceeds the limit of one response: split the window.
  case tooLarge = "too_large"
  /// The day's calls are used up: stop; a later run resumes.
  case quota
  /// The server rests (maintenance): retry for a while, then stop; a later run resumes.
  case resting
  /// The credentials are refused.
  case denied
  /// The request is wrong; it would be wrong the next time too.
  case fatal
}
