import Records

/// A request with tokens such as `{window.start}`, `{window.end}`, `{page.number}`, parameters and, for a login,
/// secrets.
package struct RequestTemplate: Sendable {
  package var method: String
  /// Begins with `/`; appended to the base URL.
  package var path: Template
  /// Query parameters in the order in which they are sent; names and values are percent-encoded when sent.
  package var query: [(name: String, value: Template)]
  package var headers: [(name: String, value: Template)]
  package var body: RequestBody

  package init(
    method: String, path: Template, query: [(name: String, value: Template)] = [],
    headers: [(name: String, value: Template)] = [], body: RequestBody = .none
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  package var tokens: Set<String> {
    (query + headers).reduce(path.tokens.union(body.tokens)) { $0.union($1.value.tokens) }
  }
}
