package import Records

/// The head of a response, and its pending body.
package struct IncomingResponse: Sendable {
  package var status: Int
  package var headers: ResponseHeaders
  package var body: ResponseBody
  /// The time at which a recorded response's request was sent; nil for now.
  package var requestedAt: Instant?

  package init(
    status: Int, headers: ResponseHeaders = ResponseHeaders([]), body: ResponseBody, requestedAt: Instant? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.requestedAt = requestedAt
  }
}
