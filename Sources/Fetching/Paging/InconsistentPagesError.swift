/// The pages of a window do not belong together: all of them must be read again.
struct InconsistentPagesError: Error {
  var reason: String
  /// Reading all of them again would cost too many requests.
  var isFinal: Bool

  init(_ reason: String, isFinal: Bool = false) {
    self.reason = reason
    self.isFinal = isFinal
  }
}
