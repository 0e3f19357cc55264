/// The record count that a response declares: a number, or text from which a pattern extracts it.
package struct DeclaredCount: Sendable {
  package var at: [String]
  /// A regular expression whose first group is the number; nil: the value is the number.
  package var pattern: String?
  /// The text that the sandbox writes, for example `{count} records were found`; nil for the number.
  package var sample: Template?

  /// A response without a readable number is an error.
  package var isRequired: Bool

  package init(at: [String], pattern: String?, sample: Template?, isRequired: Bool = false) {
    self.at = at
    self.pattern = pattern
    self.sample = sample
    self.isRequired = isRequired
  }
}
