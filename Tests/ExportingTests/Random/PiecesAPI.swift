import ConfigurationFiles
import Fetching

/// Gives one body for every request, in the given pieces.
struct PiecesAPI: Transport {
  let blocks: [[UInt8]]

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    IncomingResponse(status: 200, body: ResponseBody(blocks: blocks))
  }
}
