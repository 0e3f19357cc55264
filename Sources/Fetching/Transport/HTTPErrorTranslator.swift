import AsyncHTTPClient
import ConfigurationFiles
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SystemPackage

/// Translates errors of the HTTP libraries into messages.
struct HTTPErrorTranslator: Sendable {
  /// The address that is talked to, without path and query.
  let origin: String
  let timeouts: Timeouts

  /// Translates an error that occurred before a response's head.
  func beforeResponse(_ error: any Error) -> TransportError {
    if error is CancellationError || Task.isCancelled { return TransportError(.cancelled, "cancelled") }
    if let error = error as? NIOConnectionError { return unreachable(refusal(error)) }
    if let error = error as? HTTPClientError { return beforeResponse(client: error) }
    if let error = error as? NIOSSLError { return untrusted(error) }
    if error is NIOSSLExtraError {
      return TransportError(.untrusted, "the certificate of \(origin) is for a different name")
    }
    if let error = error as? StatusGuard.InvalidStatus {
      return TransportError(.garbled, "\(origin) sent a response with the invalid HTTP status \(error.code)")
    }
    if let error = error as? HTTPParserError, error != .invalidEOFState {
      return TransportError(.garbled, "\(origin) did not respond with HTTP")
    }
    if let error = error as? IOError, HTTPErrorTranslator.connectionErrors.contains(Errno(rawValue: error.errnoCode)) {
      return unreachable(Errno(rawValue: error.errnoCode).described)
    }
    return TransportError(.dropped, "\(origin) closed the connection without a response")
  }

  /// An error that came within a body.
  func withinResponse(_ error: any Error) -> TransportError {
    switch error {
    case let error as HTTPClientError where error == .readTimeout:
      silent
    case let error as HTTPClientError where error == .deadlineExceeded:
      late
    case let error as HTTPParserError where error != .invalidEOFState:
      TransportError(.garbled, "the response from \(origin) has damaged framing")
    default:
      TransportError(.cut, "the connection to \(origin) ended before the response was complete")
    }
  }

  var damagedCompression: TransportError {
    TransportError(.garbled, "the compressed response from \(origin) is damaged or truncated")
  }

  var absurdExpansion: TransportError {
    TransportError(
      .absurd, "the compressed response from \(origin) expands to more than 64 MiB, 300 times its size or more")
  }

  var late: TransportError {
    TransportError(.late, "\(origin) did not complete its response within \((timeouts.total ?? .zero).inWords)")
  }

  private var silent: TransportError {
    TransportError(.silent, "\(origin) sent no data for \(timeouts.idle.inWords)")
  }

  private static let connectionErrors: Set<Errno> = [
    .connectionRefused, .noRouteToHost, .networkUnreachable, .networkDown, .hostIsDown, .addressNotAvailable, .timedOut,
    .permissionDenied, .notPermitted,
  ]

  private func beforeResponse(client error: HTTPClientError) -> TransportError {
    switch error {
    case .readTimeout:
      return silent
    case .deadlineExceeded:
      return late
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
      return unreachable("no connection within \(timeouts.connect.inWords)")
    case .invalidURL, .emptyHost, .emptyScheme:
      return TransportError(.misconfigured, "invalid URL: \(origin)")
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
        "a header for \(origin) has a character that HTTP does not allow; check the secrets for line breaks")
    case HTTPClientError.unsupportedScheme("").shortDescription:
      return TransportError(
        .misconfigured, "invalid URL: \(origin); use http:// or https://")
    default:
      return TransportError(.dropped, "\(origin) closed the connection without a response")
    }
  }

  private func unreachable(_ reason: String) -> TransportError {
    TransportError(.unreachable, "cannot reach \(origin): \(reason)")
  }

  private func refusal(_ error: NIOConnectionError) -> String {
    let reasons = error.connectionErrors.map { failure in
      switch failure.error {
      case let error as IOError: Errno(rawValue: error.errnoCode).described
      case ChannelError.connectTimeout: "no connection within \(timeouts.connect.inWords)"
      default: "no connection"
      }
    }
    if let reason = reasons.first { return reason }
    if let unknown = (error.dnsAError ?? error.dnsAAAAError) as? SocketAddressError.UnknownHost {
      return "cannot resolve the name '\(unknown.host)' (\(unknown.errorDescription.lowercased()))"
    }
    return "cannot resolve the name '\(error.host)'"
  }

  private func untrusted(_ error: NIOSSLError) -> TransportError {
    switch error {
    case .handshakeFailed(.sslError(let stack)) where stack.description.contains("CERTIFICATE_VERIFY_FAILED"):
      TransportError(.untrusted, "the certificate of \(origin) is not trusted")
    case .unableToValidateCertificate, .noCertificateToValidate:
      TransportError(.untrusted, "the certificate of \(origin) is not trusted")
    default:
      TransportError(.untrusted, "cannot establish a secure connection to \(origin); TLS 1.2 or later is required")
    }
  }
}

extension Errno {
  /// "connection refused"
  fileprivate var described: String {
    description.prefix(1).lowercased() + description.dropFirst()
  }
}
