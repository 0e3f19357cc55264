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

/// A user and a password as RFC 7617 sends them.
package struct BasicCredentials: Sendable {
  package var username: Template
  package var password: Template

  package init(username: Template, password: Template) {
    self.username = username
    self.password = password
  }

  package var tokens: Set<String> { username.tokens.union(password.tokens) }
}

/// A request whose response contains a token for all other requests.
package struct LoginMethod: Sendable {
  /// The base URL of the login server, if it differs from the system's; may contain parameters.
  package var baseURL: Template?
  package var request: RequestTemplate
  /// Sent with the login alone, as OAuth's client credentials are.
  package var basic: BasicCredentials?
  /// The path to the token in the response.
  package var tokenPath: [String]
  /// The header that carries the token, and its value, in which `{token}` is replaced by the token.
  package var header: String
  package var value: Template

  package init(
    baseURL: Template? = nil, request: RequestTemplate, basic: BasicCredentials? = nil, tokenPath: [String],
    header: String, value: Template
  ) {
    self.baseURL = baseURL
    self.request = request
    self.basic = basic
    self.tokenPath = tokenPath
    self.header = header
    self.value = value
  }
}
