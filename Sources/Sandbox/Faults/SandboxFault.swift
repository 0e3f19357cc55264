package import ConfigurationFiles

/// A fault injected into a response.
package enum SandboxFault: Hashable, Sendable {
  /// The response that the catalog's rule for the verdict describes, for example busy, quota or resting.
  case verdict(VerdictKind)
  /// An HTTP status with a short text; `retryAfter` is the header's value.
  case status(Int, retryAfter: String? = nil)
  /// An HTML page instead of JSON, with status 200.
  case html
  /// The connection closes in the midst of the records, chunked and without an end.
  case cutBody
  /// The complete response with a content-length that is too long; then the connection closes.
  case shortBody
  /// One record less than declared.
  case wrongCount
  /// An envelope that reports a failure, but only after the records.
  case lateFailure
  /// More text after the document's end.
  case trailingText
  /// A delay, then a good response.
  case delay(Duration)
  /// Half of the records, then silence until the client gives up.
  case stall
}
