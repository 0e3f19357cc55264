import ConfigurationFiles
import Records

/// The headers of a response; names are compared ignoring case.
package struct ResponseHeaders: Sendable {
  package var fields: [(name: String, value: String)]

  package init(_ fields: [(name: String, value: String)]) {
    self.fields = fields
  }

  /// The value of the first header of that name.
  package subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
