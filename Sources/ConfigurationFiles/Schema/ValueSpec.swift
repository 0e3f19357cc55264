/// The values allowed for a key.
package indirect enum ValueSpec: Sendable {
  case scalar(ScalarType)
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
