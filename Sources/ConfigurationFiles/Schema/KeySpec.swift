/// A key of a file that Tidemark reads: the single description from which parsing, suggestions, references and JSON
/// Schemas are derived.
package struct KeySpec: Sendable {
  package enum Presence: Hashable, Sendable {
    case required
    case optional
    /// Left out, it is as if this text were written.
    case defaultText(String)
  }

  package var name: String
  package var value: ValueSpec
  package var presence: Presence
  /// The meaning of the key: one or two sentences, capitalized and with a final period.
  package var help: String
  /// A value as it would be written.
  package var example: String?

  package init(
    _ name: String, _ value: ValueSpec, _ presence: Presence = .optional, help: String, example: String? = nil
  ) {
    self.name = name
    self.value = value
    self.presence = presence
    self.help = help
    self.example = example
  }

  package init(
    _ name: String, _ form: ScalarType, _ presence: Presence = .optional, help: String, example: String? = nil
  ) {
    self.init(name, .scalar(form), presence, help: help, example: example)
  }
}
