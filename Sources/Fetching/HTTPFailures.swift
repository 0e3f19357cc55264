import AsyncHTTPClient
import Declarations
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SystemPackage

/// Says in plain words what the libraries below report.
struct HTTPFailures: Sendable {
  /// The address that is talked to, without path and query.
  let origin: String
  let timeouts: Timeouts

  /// An error that came instead of an answer's head.
  func beforeAnswer(_ error: any Error) -> TransportError {
    if error is CancellationError || Task.isCancelled { return TransportError(.cancelled, "cancelled") }
    if let error = error as? NIOConnectionError { return unreachable(refusal(error)) }
    if let error = error as? HTTPClientError { return beforeAnswer(client: error) }
    if let error = error as? NIOSSLError { return untrusted(error) }
    if error is NIOSSLExtraError {
      return TransportError(.untrusted, "the certificate of \(origin) is not for that name")
    }
    if let error = error as? HTTPParserError, error != .invalidEOFState {
      return TransportError(.garbled, "\(origin) did not answer in HTTP")
    }
    if let error = error as? IOError, HTTPFailures.connectionFaults.contains(Errno(rawValue: error.errnoCode)) {
      return unreachable(Errno(rawValue: error.errnoCode).described)
    }
    return TransportError(.dropped, "\(origin) closed the connection before it answered")
  }

  /// An error that came within a body.
  func withinAnswer(_ error: any Error) -> TransportError {
    switch error {
    case let error as HTTPClientError where error == .readTimeout:
      silent
    case let error as HTTPClientError where error == .deadlineExceeded:
      late
    case let error as HTTPParserError where error != .invalidEOFState:
      TransportError(.garbled, "the framing of the answer from \(origin) is damaged")
    case is HTTPClientError, is HTTPParserError, is IOError, is ChannelError, is NIOSSLError:
      TransportError(.cut, "the connection to \(origin) ended before the answer was whole")
    default:
      // What is left comes from the one other stage that a body passes: decompression.
      TransportError(.garbled, "the compressed data of the answer from \(origin) is damaged or cut")
    }
  }

  var late: TransportError {
    TransportError(.late, "\(origin) did not finish its answer within \((timeouts.total ?? .zero).told)")
  }

  private var silent: TransportError {
    TransportError(.silent, "\(origin) sent nothing for \(timeouts.idle.told)")
  }

  private static let connectionFaults: Set<Errno> = [
    .connectionRefused, .noRouteToHost, .networkUnreachable, .networkDown, .hostIsDown, .addressNotAvailable, .timedOut,
    .permissionDenied, .notPermitted,
  ]

  private func beforeAnswer(client error: HTTPClientError) -> TransportError {
    switch error {
    case .readTimeout:
      return silent
    case .deadlineExceeded:
      return late
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
      return unreachable("no connection within \(timeouts.connect.told)")
    case .invalidURL, .emptyHost, .emptyScheme:
      return TransportError(.misconfigured, "\(origin) is no address that can be asked")
    case .alreadyShutdown, .cancelled:
      return TransportError(.cancelled, "cancelled")
    default:
      break
    }
    switch error.shortDescription {
    case HTTPClientError.invalidHeaderFieldValues([]).shortDescription,
      HTTPClientError.invalidHeaderFieldNames([]).shortDescription:
      // The values may be secrets, so that the library's own words, which show them, stay out.
      return TransportError(
        .misconfigured,
        "a header for \(origin) has a character that HTTP does not allow; look for a line break in a secret")
    case HTTPClientError.unsupportedScheme("").shortDescription:
      return TransportError(
        .misconfigured, "\(origin) is no address that can be asked; it begins with http:// or https://")
    default:
      return TransportError(.dropped, "\(origin) closed the connection before it answered")
    }
  }

  private func unreachable(_ reason: String) -> TransportError {
    TransportError(.unreachable, "cannot reach \(origin): \(reason)")
  }

  private func refusal(_ error: NIOConnectionError) -> String {
    let reasons = error.connectionErrors.map { failure in
      switch failure.error {
      case let error as IOError: Errno(rawValue: error.errnoCode).described
      case ChannelError.connectTimeout: "no connection within \(timeouts.connect.told)"
      default: "no connection"
      }
    }
    if let reason = reasons.first { return reason }
    if let unknown = (error.dnsAError ?? error.dnsAAAAError) as? SocketAddressError.UnknownHost {
      return "the name '\(unknown.host)' cannot be resolved (\(unknown.errorDescription.lowercased()))"
    }
    return "the name '\(error.host)' cannot be resolved"
  }

  private func untrusted(_ error: NIOSSLError) -> TransportError {
    switch error {
    case .handshakeFailed(.sslError(let stack)) where stack.description.contains("CERTIFICATE_VERIFY_FAILED"):
      TransportError(.untrusted, "the certificate of \(origin) is not trusted")
    case .unableToValidateCertificate, .noCertificateToValidate:
      TransportError(.untrusted, "the certificate of \(origin) is not trusted")
    default:
      TransportError(.untrusted, "no secure connection to \(origin) could be agreed on")
    }
  }
}

extension Errno {
  /// "connection refused"
  fileprivate var described: String {
    description.prefix(1).lowercased() + description.dropFirst()
  }
}
