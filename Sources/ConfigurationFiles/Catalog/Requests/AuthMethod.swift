/// A way to authenticate. Templates may contain parameters and secrets.
package enum AuthMethod: Sendable {
  case header(name: String, value: Template)
  /// A parameter of the query, which is never shown.
  case query(name: String, value: Template)
  case bearer(token: Template)
  case basic(BasicCredentials)
  /// Requests a token first, then sends it with each request.
  case login(LoginMethod)

  /// The names of the secrets and parameters in the method's templates, in addition to `token` of a login.
  package var tokens: Set<String> {
    switch self {
    case .header(_, let value), .query(_, let value), .bearer(let value): value.tokens
    case .basic(let credentials): credentials.tokens
    case .login(let login):
      login.request.tokens.union(login.value.tokens).subtracting(["token"]).union(login.basic?.tokens ?? [])
    }
  }
}
