/// A key of a file that Tidemark reads: the one description that reading, "did you mean", the docs and the JSON Schema follow.
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
  /// What the key means: one or two sentences that begin with a capital letter and end with a full stop.
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

/// What may stand after a key.
package indirect enum ValueSpec: Sendable {
  case scalar(ScalarForm)
  /// A value that may come from outside: text, `${NAME}` or `{file: PATH}`. Kept as written until it is clear what it is for.
  case given(isSecret: Bool, words: [String] = [])
  case list(of: ValueSpec)
  /// A mapping with these keys and no others, unless it is open.
  case keys([KeySpec], isOpen: Bool = false)
  /// A mapping from names of the author's choosing; `noun` says what a name stands for: `a column`.
  case names(of: ValueSpec, noun: String)
  /// Any value, which becomes JSON; texts may hold tokens.
  case json
  /// One of several, told apart by their YAML kind: at most one each of single value, list and mapping.
  case anyOf([ValueSpec])

  /// What is expected, for messages: "`key` takes …".
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
