/// The body of a request.
package enum RequestBody: Sendable {
  case none
  /// A JSON object, its members in the order in which they are written.
  case json([(name: String, value: JSONTemplate)])
  /// `application/x-www-form-urlencoded`, as browsers send forms.
  case form([(name: String, value: Template)])

  package var tokens: Set<String> {
    switch self {
    case .none: []
    case .json(let members): members.reduce(into: []) { $0.formUnion($1.value.tokens) }
    case .form(let items): items.reduce(into: []) { $0.formUnion($1.value.tokens) }
    }
  }
}

extension Template {
  /// The token that is all of the text.
  package var soleToken: String? {
    if parts.count == 1, case .token(let name) = parts[0] { name } else { nil }
  }
}
