import ConfigurationFiles

/// One route of the sandbox: a report, or a login.
struct Route: Sendable {
  enum Purpose: Sendable {
    case report(CatalogReport, SandboxData)
    case login(LoginMethod)
  }

  let system: CatalogSystem
  let request: RequestTemplate
  let purpose: Purpose

  /// Query items without tokens, which distinguish routes with the same path.
  var fixedQuery: [(name: String, value: String)] {
    request.query.filter { $0.value.tokens.isEmpty }.map { ($0.name, $0.value.rendered { _ in "" }) }
  }
}
