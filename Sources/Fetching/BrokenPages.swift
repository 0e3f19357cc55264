/// The pages of a window do not belong together: all of them must be read again.
struct BrokenPages: Error {
  var reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
