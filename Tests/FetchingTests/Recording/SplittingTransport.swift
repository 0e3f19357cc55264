import ConfigurationFiles
import Fetching

/// Brings each body in blocks of three bytes, so that secrets lie across their borders.
struct SplittingTransport: Transport {
  let inner: any Transport

  init(_ inner: any Transport) {
    self.inner = inner
  }

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    var response = try await inner.send(request, timeouts: timeouts)
    let body = response.body
    response.body = ResponseBody {
      var blocks = body.makeAsyncIterator()
      var pending: [UInt8] = []
      return {
        if pending.isEmpty, let block = try await blocks.next() { pending = block }
        guard !pending.isEmpty else { return nil }
        defer { pending.removeFirst(min(3, pending.count)) }
        return Array(pending.prefix(3))
      }
    }
    return response
  }
}
