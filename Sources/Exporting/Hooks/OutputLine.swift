/// A line of a program's output, without its line break.
package struct OutputLine: Hashable, Sendable {
  package var text: String
  /// The line was longer; only its beginning remains.
  package var isTruncated: Bool

  package init(_ text: String, isTruncated: Bool = false) {
    self.text = text
    self.isTruncated = isTruncated
  }
}
