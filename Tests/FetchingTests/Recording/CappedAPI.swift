import ConfigurationFiles
import Fetching
import Planning
import Records
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// An in-memory vendor that truncates at ten records, and fails when a test requires it.
final class CappedAPI: Transport {
  enum Stumble: Sendable {
    case status(Int)
    /// Sends a part of the body, then ends the connection after a delay.
    case cut(after: Duration)
    case noResponse
  }

  private let times: [Instant]
  private let stumbles: [Int: Stumble]
  private let clock: ManualWallClock
  private let count = Mutex(0)

  /// `stumbles` by the number of the request, counted from 1.
  init(times: [Instant], stumbles: [Int: Stumble] = [:], clock: ManualWallClock) {
    self.times = times
    self.stumbles = stumbles
    self.clock = clock
  }

  var requestCount: Int { count.withLock { $0 } }

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    let number = count.withLock { count in
      count += 1
      return count
    }
    guard let window = request.window else { throw TransportError(.misconfigured, "no window") }
    let records = times.indices.filter { window.span.contains(times[$0]) }.prefix(10).map { #"{"id":"\#($0)"}"# }
    let body = #"{"code":"200","msg":"\#(records.count) records","data":[\#(records.joined(separator: ","))]}"#
    switch stumbles[number] {
    case nil: return IncomingResponse(status: 200, body: ResponseBody(blocks: [Array(body.utf8)]))
    case .status(let status): return IncomingResponse(status: status, body: ResponseBody(blocks: [Array("busy".utf8)]))
    case .noResponse: throw TransportError(.dropped, "it hung up")
    case .cut(let time):
      return IncomingResponse(
        status: 200,
        body: ResponseBody { [clock] in
          var blocks = [Array(body.utf8.prefix(20))]
          return {
            guard blocks.isEmpty else { return blocks.removeFirst() }
            clock.advance(by: time)
            throw TransportError(.cut, "it broke off")
          }
        })
    }
  }
}
