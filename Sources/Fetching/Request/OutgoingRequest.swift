package import ConfigurationFiles
package import Planning
package import Records

/// A request ready to be sent. It contains secrets, so that its description has only its method and its redacted URL.
package struct OutgoingRequest: Sendable {
  package var method: String
  /// The URL as it is sent.
  package var url: String
  /// The address with `***` in place of every secret.
  package var maskedURL: String
  /// The masked address with its window left open (`{window.start}`): what the requests of one report have in common.
  package var series: String
  /// Headers in the order in which they are sent.
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  /// The certificate authorities to trust for this request; nil for the transport's default.
  package var certificateAuthorities: CertificateAuthorities?
  /// The requested window; nil for a login.
  package var window: Window?
  /// Which of its pages, counted from 1.
  package var page = 1
  /// The masked address of the first page, by which all of them are known.
  package var firstPageURL: String
  /// The time at which it is sent; nil until then.
  package var sentAt: Instant?
  /// Redacts the secrets that must not be recorded with the response.
  package var redactor = SecretRedactor()

  package init(
    method: String, url: String, maskedURL: String? = nil, series: String? = nil,
    headers: [(name: String, value: String)] = [], body: [UInt8] = [], window: Window? = nil
  ) {
    self.method = method
    self.url = url
    self.maskedURL = maskedURL ?? url
    self.series = series ?? maskedURL ?? url
    self.firstPageURL = maskedURL ?? url
    self.headers = headers
    self.body = body
    self.window = window
  }
}

extension OutgoingRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `GET https://api.example.com/calls?key=***`
  package var description: String { "\(method) \(maskedURL)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
