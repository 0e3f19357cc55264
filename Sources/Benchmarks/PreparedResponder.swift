import NIOCore

/// Treats the end of a request's head as its end: these requests have no body.
final class PreparedResponder: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let response: ByteBuffer
  private var request: [UInt8] = []

  init(_ response: ByteBuffer) {
    self.response = response
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    request += unwrapInboundIn(data).readableBytesView
    guard request.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
    request = []
    context.writeAndFlush(wrapOutboundOut(response), promise: nil)
  }
}
