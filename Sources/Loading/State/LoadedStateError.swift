/// The output of the query script is not usable.
package enum LoadedStateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line that ends the output is missing.
  case incomplete
  case invalidLine(String)

  package var description: String {
    switch self {
    case .incomplete: "the output of the query is incomplete: its last line, `end`, is missing"
    case .invalidLine(let line): "expected CHUNK, SHA256 and ROWS separated by tabs, found `\(line)`"
    }
  }
}
