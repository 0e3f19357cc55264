import ConfigurationFiles
import Fetching
import Synchronization

/// Ends the connection within the body of the first response.
final class CuttingTransport: Transport {
  private let inner: FakeAPI
  private let body: [UInt8]
  private let isFirst = Mutex(true)

  init(_ inner: FakeAPI, body: [UInt8]) {
    self.inner = inner
    self.body = body
  }

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    let cuts = isFirst.withLock { isFirst in
      defer { isFirst = false }
      return isFirst
    }
    guard cuts else { return try await inner.send(request, timeouts: timeouts) }
    return IncomingResponse(
      status: 200,
      body: ResponseBody { [body] in
        var blocks = [body]
        return {
          guard blocks.isEmpty else { return blocks.removeFirst() }
          throw TransportError(.cut, "it broke off")
        }
      })
  }
}
