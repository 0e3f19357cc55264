package import Planning
package import Records

/// A response for its consumer: the head, and the body to be read.
package struct Response: Sendable {
  package var window: Window
  /// The time at which the request was sent.
  package var requestedAt: Instant
  package var status: Int
  package var headers: ResponseHeaders
  /// The body, to be read once and completely. Of an unsuccessful response, only the first 64 KiB arrive.
  package var body: ResponseBody
  /// The attempt, counted from 1 for each page; if all pages are fetched again, from the number of rounds.
  package var attempt: Int
  /// The number of the response within its window, counted from 1.
  package var page: Int
  /// Knows the secrets that the body may repeat.
  package var redactor: SecretRedactor

  package init(
    window: Window, requestedAt: Instant, status: Int, headers: ResponseHeaders, body: ResponseBody, attempt: Int,
    page: Int = 1, redactor: SecretRedactor = SecretRedactor()
  ) {
    self.page = page
    self.redactor = redactor
    self.window = window
    self.requestedAt = requestedAt
    self.status = status
    self.headers = headers
    self.body = body
    self.attempt = attempt
  }
}
