/// The certificate authorities to trust, from a PEM file that was read once: it may be a pipe.
package struct CertificateAuthorities: Hashable, Sendable {
  /// The path of the file, for messages.
  package var path: String
  package var pem: String

  package init(path: String, pem: String) {
    self.path = path
    self.pem = pem
  }
}
