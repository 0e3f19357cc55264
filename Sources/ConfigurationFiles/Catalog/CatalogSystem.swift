/// One vendor's API as its catalog file describes it: everything that is particular to it.
package struct CatalogSystem: Sendable {
  /// The name by which pipelines call it, the part before the slash in `source.report`.
  package var name: String
  package var title: String
  package var help: String?
  /// The base URL; may contain parameters: `https://wv{server}.example.com`.
  package var baseURL: Template
  package var parameters: [Parameter]
  package var secrets: [SecretDeclaration]
  /// Ways to authenticate, in order of preference; the first one whose secrets are all set is used. Empty if the API
  /// needs none.
  package var auth: [AuthMethod]
  package var window: WindowFormat
  package var limits: Limits
  package var envelope: Envelope
  /// First match wins.
  package var verdicts: [VerdictRule]
  package var reports: [CatalogReport]
  /// The file it was read from: a path, or `catalog:NAME.yaml` for one that is part of the binary.
  package var origin: String

  package init(
    name: String, title: String, help: String?, baseURL: Template, parameters: [Parameter],
    secrets: [SecretDeclaration], auth: [AuthMethod], window: WindowFormat, limits: Limits, envelope: Envelope,
    verdicts: [VerdictRule], reports: [CatalogReport], origin: String
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.baseURL = baseURL
    self.parameters = parameters
    self.secrets = secrets
    self.auth = auth
    self.window = window
    self.limits = limits
    self.envelope = envelope
    self.verdicts = verdicts
    self.reports = reports
    self.origin = origin
  }
}
