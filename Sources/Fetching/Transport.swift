package import Declarations
package import Planning
package import Records

/// Sends requests and brings answers; the seam between deciding and the network.
package protocol Transport: Sendable {
  /// Returns when the head of the answer is there; the body follows as it is read. Dropping the body unread ends the connection.
  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingAnswer
  /// True where answers come from a recording: no login, no lease and no waiting are needed.
  var isReplay: Bool { get }
  /// The windows that a recording holds in place of `window`, in order; nil where it knows nothing better than the window itself.
  func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]?
}

extension Transport {
  package var isReplay: Bool { false }
  package func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]? { nil }
}

/// The head of an answer, and its body to come.
package struct IncomingAnswer: Sendable {
  package var status: Int
  package var headers: AnswerHeaders
  package var body: AnswerBody
  /// When the request was sent that a recorded answer belongs to; nil: just now.
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

/// The headers of an answer; names are compared whatever their case.
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
