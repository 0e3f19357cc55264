import ConfigurationFiles
import Fetching
import TestSupport

/// Gives one body for every request, in pieces of random sizes.
struct PiecewiseAPI: Transport {
  let body: [UInt8]
  let seed: UInt64

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    var random = SplitMix64(seed: seed ^ 0xA5A5)
    let most = [1, 3, 16, 64, 1_000, 100_000].randomElement(using: &random) ?? 64
    var blocks: [[UInt8]] = []
    var rest = body[...]
    while !rest.isEmpty {
      let block = rest.prefix(Int.random(in: 1...most, using: &random))
      blocks.append(Array(block))
      rest = rest.dropFirst(block.count)
    }
    return IncomingResponse(status: 200, body: ResponseBody(blocks: blocks))
  }
}
