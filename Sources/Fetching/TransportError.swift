/// Why no answer came, or none that is whole, in plain words and without a secret.
package struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, Hashable, Sendable {
    /// No connection: the name is unknown, the port closed, the network down, or it took too long.
    case unreachable
    /// The server's certificate is not trusted, or TLS failed otherwise.
    case untrusted
    /// The server was silent for too long.
    case silent
    /// The answer took longer in all than it may.
    case late
    /// The connection ended before an answer began.
    case dropped
    /// The answer ended before it was whole.
    case cut
    /// The answer is not HTTP, or is packed in a way that can't be undone.
    case garbled
    /// The server sends the request to another address.
    case redirected
    /// A replay lacks the answer.
    case notRecorded = "not_recorded"
    /// The address, or an option of ours, can't be used.
    case misconfigured
    /// The task was cancelled.
    case cancelled
  }

  package var kind: Kind
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
