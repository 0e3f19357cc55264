/// The reason why no complete response arrived, as a message without secrets.
package struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, Hashable, Sendable {
    /// No connection: the name is unknown, the port closed, the network down, or the connection timed out.
    case unreachable
    /// The server's certificate is not trusted, or TLS failed otherwise.
    case untrusted
    /// The server was silent for too long.
    case silent
    /// The response exceeded its total time limit.
    case late
    /// The connection ended before a response began.
    case dropped
    /// The response ended early.
    case cut
    /// The response is not HTTP, or has an unknown encoding.
    case garbled
    /// A compressed response expands as no report does.
    case absurd
    /// The server sends the request to another address.
    case redirected
    /// The response is missing in a recording, or damaged.
    case notRecorded = "not_recorded"
    /// The address, or an option of ours, can't be used.
    case misconfigured
    /// The task was cancelled.
    case cancelled
  }

  package var kind: Kind
  package var description: String
  /// The next step, if the kind alone does not determine it.
  package var advice: String?

  package init(_ kind: Kind, _ description: String, advice: String? = nil) {
    self.kind = kind
    self.description = description
    self.advice = advice
  }
}
