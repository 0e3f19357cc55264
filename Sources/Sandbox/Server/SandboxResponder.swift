import HTTPTypes
import Hummingbird
import NIOCore

/// Between hummingbird's types and the sandbox's own.
struct SandboxResponder: HTTPResponder {
  struct Context: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
      channel = source.channel
    }
  }

  let service: SandboxService

  /// The largest body of a request: a login or a small form.
  private static let largestBody = 65_536

  func respond(to request: Request, context: Context) async throws -> Response {
    var body: [UInt8] = []
    for try await part in request.body {
      body.append(contentsOf: part.readableBytesView)
      guard body.count <= SandboxResponder.largestBody else { return Response(status: .contentTooLarge) }
    }
    var headers: [String: String] = [:]
    for field in request.headers { headers[field.name.canonicalName] = field.value }
    headers["host"] = request.head.authority
    let received = ReceivedRequest(
      method: request.method.rawValue, target: request.head.path ?? "/", headers: headers, body: body)
    let (response, delay) = service.response(received)
    if delay > .zero { try await Task.sleep(for: delay) }
    return Response(response, gone: context.channel.closeFuture)
  }
}

extension Response {
  /// `gone` is fulfilled once the client has left.
  fileprivate init(_ response: SandboxResponse, gone: EventLoopFuture<Void>) {
    var headers = HTTPFields()
    for header in response.headers {
      if let name = HTTPField.Name(header.name) { headers[name] = header.value }
    }
    switch response.body {
    case .bytes(let bytes):
      self.init(
        status: .init(code: response.status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      )
    case .records(let stream):
      // A length that is never reached, for the fault that declares more than it sends.
      let length = stream.fault == .shortBody ? 1 << 40 : nil
      self.init(
        status: .init(code: response.status), headers: headers,
        body: ResponseBody(contentLength: length) { writer in try await stream.write(to: &writer, until: gone) })
    }
  }
}
