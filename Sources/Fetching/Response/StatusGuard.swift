import NIOCore
import NIOHTTP1

/// Rejects responses whose status is below 100, which HTTP does not have.
///
/// async-http-client takes every head below 200 for an interim response, for which no end follows, and stops the
/// process with a failed precondition when the end of such a response arrives: no error could be reported. So the
/// response must not reach it.
final class StatusGuard: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  /// The status of the response, which no client can interpret.
  struct InvalidStatus: Error {
    var code: UInt
  }

  private var isRejecting = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // After the error, the connection is closed; what still comes on it belongs to the rejected response.
    guard !isRejecting else { return }
    if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 {
      isRejecting = true
      context.fireErrorCaught(InvalidStatus(code: head.status.code))
      return
    }
    context.fireChannelRead(data)
  }

  /// Adds the guard between a connection's decoder and the client.
  static func add(to channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.submit {
      let pipeline = channel.pipeline.syncOperations
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
      try pipeline.addHandler(StatusGuard(), position: .after(decoder))
    }
  }
}
