import Records

/// A response that was read, before its classification.
struct PageResponse: Sendable {
  var report: ParsedResponse
  var receipt: RequestReceipt
  /// The requested URL.
  var url: String
  /// Knows the secrets that were in use.
  var redactor = SecretRedactor()
}
