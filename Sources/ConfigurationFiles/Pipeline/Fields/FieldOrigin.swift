/// The source of a column's value.
package enum FieldOrigin: Hashable, Sendable {
  /// Keys of the record; the first path whose value is there and not null wins.
  case record([KeyPath])
  /// A JSON pointer from the root of the response (`/queryPending`), the same for all its rows.
  case response(KeyPath)
  /// The chunk's window: `$window.start`, `$window.end` (exclusive), `$window.date`.
  case window(WindowValue)
  /// `$chunk.id`, the chunk's ID, as in `{chunk}` of a partition's path.
  case chunk
  /// `$run.id`.
  case run
  /// `$request.time`, the instant at which the request was sent.
  case requestTime
  /// `$response.status`, the HTTP status.
  case responseStatus
  /// `$parameter.NAME`, what the pipeline gave for a parameter of the catalog.
  case parameter(String)

  package enum WindowValue: String, CaseIterable, Hashable, Sendable {
    case start
    case end
    case date
  }

  /// Nested keys, outermost first. `name.givenName` has two. A backslash escapes a dot or backslash within a key, and
  /// a dollar sign or slash at the beginning.
  package struct KeyPath: Hashable, Sendable, CustomStringConvertible {
    package var keys: [String]

    package init(_ keys: [String]) {
      self.keys = keys
    }

    package var description: String {
      let text = keys.map { $0.replacing("\\", with: "\\\\").replacing(".", with: "\\.") }.joined(separator: ".")
      return text.hasPrefix("$") || text.hasPrefix("/") ? "\\" + text : text
    }
  }
}
