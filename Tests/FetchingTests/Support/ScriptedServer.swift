import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a real loopback socket that sends exactly the bytes of a test.
final class ScriptedServer: Sendable {
  enum Step: Sendable {
    case send([UInt8])
    case pause(TimeAmount)
    /// Ends the connection.
    case close

    static func text(_ text: String) -> Step { .send(Array(text.utf8)) }
  }

  private struct State {
    var responses: [[Step]]
    var requests: [String] = []
  }

  private let channel: any Channel
  private let box: Box
  let isSecure: Bool

  /// Each request gets the next of the responses; when they are used up, the last one again. The connection stays open
  /// after a response that does not end it.
  static func start(_ responses: [Step]..., secure: TestCertificate? = nil, tls newest: TLSVersion? = nil)
    async throws -> ScriptedServer
  {
    try await ScriptedServer(responses, secure: secure, tls: newest)
  }

  private init(_ responses: [[Step]], secure: TestCertificate?, tls newest: TLSVersion?) async throws {
    let box = Box(Mutex(State(responses: responses)))
    var tls: NIOSSLContext?
    if let secure {
      let certificates = try NIOSSLCertificate.fromPEMBytes(Array(secure.certificate.utf8))
      let key = try NIOSSLPrivateKey(bytes: Array(secure.privateKey.utf8), format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv1
      configuration.maximumTLSVersion = newest
      if newest != nil { configuration.cipherSuites = "ALL" }
      tls = try NIOSSLContext(configuration: configuration)
    }
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { [tls] child in
        child.eventLoop.makeCompletedFuture {
          if let tls { try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try child.pipeline.syncOperations.addHandler(Responder(box))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    self.box = box
    self.isSecure = secure != nil
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var url: String { isSecure ? "https://localhost:\(port)" : "http://127.0.0.1:\(port)" }
  /// The received requests, one text each: head and body.
  var requests: [String] { box.state.withLock { $0.requests } }

  func stop() async throws {
    try await channel.close()
  }

  private final class Box: Sendable {
    let state: Mutex<State>
    init(_ state: consuming Mutex<State>) { self.state = state }
  }

  private final class Responder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let box: Box
    private var received = ""

    init(_ box: Box) { self.box = box }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      received += String(buffer: unwrapInboundIn(data))
      guard let end = received.firstRange(of: "\r\n\r\n") else { return }
      let head = received[..<end.lowerBound].lowercased()
      if let field = head.firstRange(of: "content-length: ") {
        let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
        guard received[end.upperBound...].utf8.count >= length else { return }
      }
      let steps = box.state.withLock { state in
        state.requests.append(received)
        return state.responses.count > 1 ? state.responses.removeFirst() : state.responses[0]
      }
      received = ""
      perform(steps[...], context: context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }

    private func perform(_ steps: ArraySlice<Step>, context: ChannelHandlerContext) {
      guard let step = steps.first else { return }
      switch step {
      case .send(let bytes):
        let sent = context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)))
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        sent.whenSuccess { loopBound.value.0.perform(steps.dropFirst(), context: loopBound.value.1) }
      case .pause(let time):
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: time) {
          loopBound.value.0.perform(steps.dropFirst(), context: loopBound.value.1)
        }
      case .close:
        context.close(promise: nil)
      }
    }
  }
}

extension [ScriptedServer.Step] {
  /// A response with its length, which leaves the connection open.
  static func response(_ status: Int = 200, _ headers: [String] = [], _ body: String = "") -> Self {
    [.text(head(status, headers + ["Content-Length: \(body.utf8.count)"]) + body)]
  }

  static func head(_ status: Int, _ headers: [String]) -> String {
    (["HTTP/1.1 \(status) Whatever"] + headers).map { "\($0)\r\n" }.joined() + "\r\n"
  }
}
