package import ConfigurationFiles
package import Planning

/// Sends requests and returns responses; the boundary to the network.
package protocol Transport: Sendable {
  /// Returns when the head of the response has arrived; the body follows as it is read. Releasing the body unread
  /// closes the connection.
  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse
  /// True if responses come from a recording: login, lease and waiting are not needed.
  var isReplay: Bool { get }
  /// Returns the windows that a recording contains instead of `window`, in order; nil to use the window itself.
  func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]?
}

extension Transport {
  package var isReplay: Bool { false }
  package func recordedWindows(within window: Window, of request: OutgoingRequest) -> [Window]? { nil }
}
