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
