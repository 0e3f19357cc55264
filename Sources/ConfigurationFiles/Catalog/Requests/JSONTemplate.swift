/// A JSON value whose strings may contain tokens.
package indirect enum JSONTemplate: Sendable {
  case text(Template)
  /// A number, `true`, `false` or `null`, as JSON writes it.
  case literal(String)
  case array([JSONTemplate])
  case object([(name: String, value: JSONTemplate)])

  package var tokens: Set<String> {
    switch self {
    case .text(let template): template.tokens
    case .literal: []
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.tokens) }
    case .object(let members): members.reduce(into: []) { $0.formUnion($1.value.tokens) }
    }
  }

  /// The token, if the value consists only of it; otherwise nil.
  package var soleToken: String? {
    if case .text(let template) = self { template.soleToken } else { nil }
  }
}

extension JSONTemplate: CustomStringConvertible {
  /// JSON, with its tokens in braces.
  package var description: String {
    switch self {
    case .text(let template): template.description.quoted
    case .literal(let text): text
    case .array(let elements): "[\(elements.map(\.description).joined(separator: ","))]"
    case .object(let members): "{\(members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ","))}"
    }
  }
}
