import Records

/// Which report of which system, and how to reach it.
package struct SourceDeclaration: Sendable {
  package var system: CatalogSystem
  package var report: CatalogReport
  /// The base URL of requests, without a trailing slash. Nil if a parameter that it needs has no value.
  package var baseURL: String?
  /// The base URL of the login, if it differs from `baseURL`.
  package var loginURL: String?
  /// The certificate authorities to trust; nil: the system's.
  package var certificateAuthorities: CertificateAuthorities?
  /// Values of the catalog's parameters, defaults included.
  package var parameters: [String: String]
  /// Values of the catalog's secrets that are set.
  package var secrets: [String: Secret]
  /// Secrets that the pipeline refers to but whose value is not available, with the reason; they matter only to
  /// commands that call the API.
  package var missingSecrets: [MissingSecret]
  /// The environment variables that the secrets are taken from.
  package var secretVariables: Set<String> = []
  /// The first of the system's methods whose secrets are all given or named; nil: none is needed.
  package var auth: AuthMethod?
  package var timeouts: Timeouts
  package var retry: RetryPolicy
  /// The least time between the end of a request and the start of the next.
  package var pause: Duration
  /// The catalog's limits, overridden by the pipeline's.
  package var limits: Limits

  package init(
    system: CatalogSystem, report: CatalogReport, baseURL: String?,
    certificateAuthorities: CertificateAuthorities? = nil,
    parameters: [String: String], secrets: [String: Secret], missingSecrets: [MissingSecret], auth: AuthMethod?,
    timeouts: Timeouts, retry: RetryPolicy, pause: Duration, limits: Limits
  ) {
    self.system = system
    self.report = report
    self.baseURL = baseURL
    self.certificateAuthorities = certificateAuthorities
    self.parameters = parameters
    self.secrets = secrets
    self.missingSecrets = missingSecrets
    self.auth = auth
    self.timeouts = timeouts
    self.retry = retry
    self.pause = pause
    self.limits = limits
  }

  /// The limits of the responses for one window: with paging the size is not limited, because each page is its own
  /// response.
  package var windowLimits: Limits {
    var limits = limits
    if report.paging != nil { limits.bytes = nil }
    return limits
  }

  /// `SYSTEM/REPORT`.
  package var reportName: String { "\(system.name)/\(report.name)" }

  package struct MissingSecret: Hashable, Sendable {
    package var name: String
    /// The reason, for example "the environment variable ACME_TOKEN is not set".
    package var reason: String
    /// The line of the pipeline file that refers to it.
    package var line: Int
    package var column: Int

    package init(name: String, reason: String, line: Int = 1, column: Int = 1) {
      self.name = name
      self.reason = reason
      self.line = line
      self.column = column
    }

    init(name: String, reason: String, location: YAMLNode.Location) {
      self.init(name: name, reason: reason, line: location.line, column: location.column)
    }
  }
}
