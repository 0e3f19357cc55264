/// An error or warning in a file, with its position.
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Severity: String, Sendable {
    case error
    case warning
  }

  package var path: String
  /// Counted from 1.
  package var line: Int
  /// Counted from 1, in characters.
  package var column: Int
  package var severity: Severity
  /// The problem and, if a similar word is known, a suggestion.
  package var message: String

  package init(path: String, line: Int, column: Int, severity: Severity = .error, message: String) {
    self.path = path
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
  }

  /// `path:line:column: error: what; did you mean …?`
  package var description: String { "\(path):\(line):\(column): \(severity.rawValue): \(message)" }
}
