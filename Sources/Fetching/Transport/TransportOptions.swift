package import ConfigurationFiles

/// Options for all requests of a process.
package struct TransportOptions: Sendable {
  /// Sent as `tidemark/VERSION`.
  package var version: String
  /// The authorities to trust instead of the system's.
  package var certificateAuthorities: CertificateAuthorities?

  package init(version: String, certificateAuthorities: CertificateAuthorities? = nil) {
    self.version = version
    self.certificateAuthorities = certificateAuthorities
  }
}
