/// A value that a pipeline gives under `source`, in plain sight.
package struct Parameter: Sendable {
  package var name: String
  package var help: String?
  package var example: String?
  /// The value if the pipeline sets none; nil if the parameter is required.
  package var defaultValue: String?
  /// The values that the API accepts; empty for any value.
  package var values: [String]

  package init(name: String, help: String?, example: String?, defaultValue: String?, values: [String]) {
    self.name = name
    self.help = help
    self.example = example
    self.defaultValue = defaultValue
    self.values = values
  }
}
