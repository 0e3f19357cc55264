package import Declarations
package import Planning
package import Records

/// Sends requests and returns responses; the boundary to the network.
package protocol Transport: Sendable {
  /// Returns when the head of the response has arrived; the body follows as it is read. Releasing the body unread
  /// closes the connection.
  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingAnswer
  /// True if responses come from a recording: login, lease and waiting are not needed.
  var isReplay: Bool { get }
  /// Returns the windows that a recording contains instead of `window`, in order; nil to use the window itself.
  func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]?
}

extension Transport {
  package var isReplay: Bool { false }
  package func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]? { nil }
}

/// The head of a response, and its pending body.
package struct IncomingAnswer: Sendable {
  package var status: Int
  package var headers: AnswerHeaders
  package var body: AnswerBody
  /// The time at which a recorded response's request was sent; nil for now.
  package var requestedAt: Instant?

  package init(
    status: Int, headers: AnswerHeaders = AnswerHeaders([]), body: AnswerBody, requestedAt: Instant? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.requestedAt = requestedAt
  }
}

/// The headers of a response; names are compared ignoring case.
package struct AnswerHeaders: Sendable {
  package var fields: [(name: String, value: String)]

  package init(_ fields: [(name: String, value: String)]) {
    self.fields = fields
  }

  /// The value of the first header of that name.
  package subscript(name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
