/// A position in a file.
package struct TextPosition: Hashable, Sendable {
  /// Counted from 1.
  package var line: Int
  /// Counted from 1, in characters.
  package var column: Int
}
