import ConfigurationFiles
import Fetching
import Synchronization

/// Returns responses from a list, in order, and records the requests.
final class ScriptedTransport: Transport {
  enum Response: Sendable {
    case body(Int, String, headers: [(name: String, value: String)] = [])
    case failure(TransportError)
    /// Sends the head, then a part of the body, then an error.
    case broken(Int, String, TransportError)
  }

  private struct State {
    var responses: [Response]
    var requests: [OutgoingRequest] = []
  }

  private let state: Mutex<State>
  private let onSend: @Sendable (Int) -> Void

  /// `onSend` hears the number of each request, counted from 1, before it is answered.
  init(_ responses: [Response], onSend: @escaping @Sendable (Int) -> Void = { _ in }) {
    state = Mutex(State(responses: responses))
    self.onSend = onSend
  }

  var requests: [OutgoingRequest] { state.withLock { $0.requests } }

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    let (response, count) = state.withLock { state in
      state.requests.append(request)
      return (state.responses.isEmpty ? nil : state.responses.removeFirst(), state.requests.count)
    }
    onSend(count)
    switch response {
    case .body(let status, let text, let headers):
      return IncomingResponse(
        status: status, headers: ResponseHeaders(headers),
        body: ResponseBody(blocks: text.isEmpty ? [] : [Array(text.utf8)]))
    case .broken(let status, let text, let error):
      return IncomingResponse(
        status: status,
        body: ResponseBody {
          var blocks = [Array(text.utf8)]
          return {
            guard blocks.isEmpty else { return blocks.removeFirst() }
            throw error
          }
        })
    case .failure(let error):
      throw error
    case nil:
      throw TransportError(.misconfigured, "the script has no answer to request \(count)")
    }
  }
}
