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
    _ name: String, _ form: ScalarForm, _ presence: Presence = .optional, help: String, example: String? = nil
  ) {
    self.init(name, .scalar(form), presence, help: help, example: example)
  }
}

/// The values allowed for a key.
package indirect enum ValueSpec: Sendable {
  case scalar(ScalarForm)
  /// A value that may come from outside: text, `${NAME}` or `{file: PATH}`. Kept as written until its use is known.
  case given(isSecret: Bool, words: [String] = [])
  case list(of: ValueSpec)
  /// A mapping with these keys and no others, unless it is open.
  case keys([KeySpec], isOpen: Bool = false)
  /// A mapping from names chosen by the user; `noun` describes a name: `a column`.
  case names(of: ValueSpec, noun: String)
  /// Any value, converted to JSON; strings may contain tokens.
  case json
  /// One of several, distinguished by their YAML kind: at most one each of single value, list and mapping.
  case anyOf([ValueSpec])

  /// The expected value, for messages: "`key`: expected …".
  package var expectation: String {
    switch self {
    case .scalar(let form): form.expectation
    case .given: "a value, `${NAME}` or `{file: PATH}`"
    case .list(let element): "a list, each element \(element.expectation)"
    case .keys(let specs, _):
      specs.count > 4 ? "a mapping of keys" : "a mapping with \(specs.map { "`\($0.name)`" }.joinedAsChoice())"
    case .names(_, let noun): "a mapping, each key \(noun)"
    case .json: "any value"
    case .anyOf(let specs): specs.map(\.expectation).joinedAsChoice()
    }
  }
}
