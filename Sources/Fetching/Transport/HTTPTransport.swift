import AsyncHTTPClient
package import ConfigurationFiles
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Records
import Synchronization

/// HTTP/1.1 over async-http-client: streams with back-pressure, decodes gzip, verifies certificates, uses no proxy.
///
/// Follows redirects only to the same scheme, host and port, so that no secret is sent to another server.
package final class HTTPTransport: Transport {
  /// Settings shared by all requests of a client.
  private struct ClientKind: Hashable {
    var connect: Duration
    var idle: Duration
    var certificateAuthorities: CertificateAuthorities?
  }

  private let userAgent: String
  private let certificateAuthorities: CertificateAuthorities?
  /// One client a kind: a client has but one pair of time-outs and one set of authorities.
  private let clients = Mutex<[ClientKind: HTTPClient]>([:])

  package static let maxRedirects = 5

  package init(_ options: TransportOptions) throws(TransportError) {
    userAgent = "tidemark/\(options.version)"
    certificateAuthorities = options.certificateAuthorities
    // Reported before the first request.
    if let authorities = certificateAuthorities { _ = try HTTPTransport.trustRoots(authorities) }
  }

  private static func trustRoots(_ authorities: CertificateAuthorities) throws(TransportError) -> NIOSSLTrustRoots {
    do {
      return .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authorities.pem.utf8)))
    } catch {
      throw TransportError(
        .misconfigured, "cannot read the certificate authorities in \(authorities.path): not a PEM file")
    }
  }

  /// Ends all connections; nothing can be sent afterwards.
  package func shutdown() async {
    let all = clients.withLock { clients in
      defer { clients = [:] }
      return Array(clients.values)
    }
    for client in all {
      // The only error is that of a client which is shut down already.
      try? await client.shutdown()
    }
  }

  package func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    let deadline = timeouts.total.map { NIODeadline.now() + $0.timeAmount } ?? .distantFuture
    let client = try client(for: timeouts, trusting: request.certificateAuthorities ?? certificateAuthorities)
    var url = request.url
    for _ in 0...HTTPTransport.maxRedirects {
      let failures = HTTPErrorTranslator(origin: URLOrigin(url)?.description ?? request.maskedURL, timeouts: timeouts)
      var outgoing = HTTPClientRequest(url: url)
      outgoing.method = HTTPMethod(rawValue: request.method)
      for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
      outgoing.headers.replaceOrAdd(name: "User-Agent", value: userAgent)
      outgoing.headers.replaceOrAdd(name: "Accept-Encoding", value: "gzip")
      if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
      let response: HTTPClientResponse
      do {
        response = try await client.execute(outgoing, deadline: deadline)
      } catch {
        throw failures.beforeResponse(error)
      }
      if let target = try redirect(of: response, from: url, request) {
        url = target
        continue
      }
      return try incomingResponse(response, failures: failures, deadline: deadline, redactor: request.redactor)
    }
    throw TransportError(
      .redirected, "\(request.maskedURL) redirects more than \(HTTPTransport.maxRedirects) times")
  }

  private func client(
    for timeouts: Timeouts, trusting authorities: CertificateAuthorities?
  ) throws(TransportError) -> HTTPClient {
    try clients.withLock { clients throws(TransportError) in
      let kind = ClientKind(
        connect: timeouts.connect, idle: timeouts.idle, certificateAuthorities: authorities)
      if let client = clients[kind] { return client }
      var configuration = HTTPClient.Configuration(
        redirectConfiguration: .disallow,
        timeout: .init(connect: timeouts.connect.timeAmount, read: timeouts.idle.timeAmount),
        connectionPool: .init(idleTimeout: .seconds(30)),
        // It would decompress each received block at once, however large it becomes.
        decompression: .disabled)
      configuration.httpVersion = .http1Only
      // Failed connections are retried by our own retry, which waits and reports.
      configuration.connectionPool.retryConnectionEstablishment = false
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.minimumTLSVersion = .tlsv12
      // A connection serves one request, so that bytes left over after its response cannot be taken for the response to
      // the next one.
      configuration.maximumUsesPerConnection = 1
      configuration.http1_1ConnectionDebugInitializer = StatusGuard.add
      if let authorities {
        tls.trustRoots = try HTTPTransport.trustRoots(authorities)
      }
      configuration.tlsConfiguration = tls
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      clients[kind] = client
      return client
    }
  }

  private func incomingResponse(
    _ response: HTTPClientResponse, failures: HTTPErrorTranslator, deadline: NIODeadline, redactor: SecretRedactor
  ) throws(TransportError) -> IncomingResponse {
    let codings = response.headers[canonicalForm: "Content-Encoding"].map { $0.lowercased() }.filter {
      !$0.isEmpty && $0 != "identity"
    }
    guard codings.isEmpty || codings == ["gzip"] || codings == ["x-gzip"] else {
      let name = SanitizedText(codings.joined(separator: ", "), limit: 40, redactor: redactor.lowercased)
      throw TransportError(
        .garbled, "\(failures.origin) sent the response encoded as '\(name)', which was not requested")
    }
    // Responses with these statuses have no body, whatever their headers declare.
    let isCompressed = !codings.isEmpty && response.status != .noContent && response.status != .notModified
    return IncomingResponse(
      status: Int(response.status.code),
      headers: ResponseHeaders(response.headers.map { ($0.name, $0.value) }),
      body: ResponseBody {
        let blocks = response.body.blocks(deadline: deadline, failures: failures)
        guard isCompressed else { return blocks }
        return ResponseBody.decompressing(
          damage: failures.damagedCompression, expansion: failures.absurdExpansion, blocks)
      })
  }

  /// Returns the target of a redirect if the request may be sent there; nil if the response is not a redirect.
  private func redirect(
    of response: HTTPClientResponse, from url: String, _ request: OutgoingRequest
  ) throws(TransportError) -> String? {
    let status = Int(response.status.code)
    guard [301, 302, 303, 307, 308].contains(status), let location = response.headers.first(name: "Location") else {
      return nil
    }
    let origin = URLOrigin(url)
    guard let origin, let target = URL(string: location, relativeTo: URL(string: url))?.absoluteString,
      let other = URLOrigin(target)
    else {
      throw TransportError(
        .redirected, "\(origin?.description ?? "the server") redirects to an invalid URL")
    }
    guard other == origin else {
      throw TransportError(
        .redirected,
        "\(origin) redirects to \(SanitizedText(other.description, redactor: request.redactor.lowercased)); redirects to other hosts are not followed"
      )
    }
    guard request.method == "GET" || status == 307 || status == 308 else {
      throw TransportError(.redirected, "\(origin) redirects a \(request.method) request (HTTP \(status))")
    }
    return target
  }
}

extension HTTPClientResponse.Body {
  /// The minimum size of blocks that are passed on, so that a body of many small chunks is not passed on chunk by
  /// chunk.
  private static let blockSize = 64 * 1_024

  fileprivate func blocks(deadline: NIODeadline, failures: HTTPErrorTranslator) -> ResponseBody.Step {
    var buffers = makeAsyncIterator()
    var ended = false
    var failure: TransportError?
    return {
      if let failure { throw failure }
      var block: [UInt8] = []
      while !ended && block.count < HTTPClientResponse.Body.blockSize {
        do {
          guard let buffer = try await buffers.next() else {
            ended = true
            break
          }
          if block.isEmpty { block.reserveCapacity(Swift.max(buffer.readableBytes, HTTPClientResponse.Body.blockSize)) }
          block.append(contentsOf: buffer.readableBytesView)
        } catch {
          if error is CancellationError || Task.isCancelled { throw CancellationError() }
          failure = failures.withinResponse(error)
          break
        }
        guard NIODeadline.now() < deadline else {
          failure = failures.late
          break
        }
      }
      // The bytes before a failure are delivered first: complete records in them show what the window holds.
      if let failure, block.isEmpty { throw failure }
      return block.isEmpty ? nil : block
    }
  }
}

extension Duration {
  /// At most a hundred years: NIO counts nanoseconds from the start of the machine in 64 bits, which end after 292
  /// years.
  fileprivate var timeAmount: TimeAmount {
    let time = min(self, .seconds(100 * 366 * 86_400))
    return .nanoseconds(time.components.seconds * 1_000_000_000 + time.components.attoseconds / 1_000_000_000)
  }
}
