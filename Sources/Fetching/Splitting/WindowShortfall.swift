package import Planning

/// A window whose parts have fewer records together than responses to the window itself have shown.
package struct WindowShortfall: Hashable, Sendable {
  package var window: Window
  /// Records that a response to the window held or declared.
  package var expected: Int
  /// Records that its parts hold together.
  package var found: Int
  /// The window is requested once more: undo what was taken since it began. False: it was requested once more already.
  package var isRequestedAgain: Bool

  package init(window: Window, expected: Int, found: Int, isRequestedAgain: Bool) {
    self.window = window
    self.expected = expected
    self.found = found
    self.isRequestedAgain = isRequestedAgain
  }

  package var description: String {
    "\(window): its parts have \(found) records together, but a response to the whole window showed \(expected)"
  }
}
