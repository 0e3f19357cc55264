/// The failure of a load: a message with advice, and a kind that determines the exit code.
package struct LoadError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, Hashable, Sendable {
    /// A file or the table does not match the manifest.
    case badData
    /// The client failed.
    case unavailable
    case cannotWrite
    /// A run holds the sink, or another load changed the table.
    case resumable
    /// Engine, columns or types, or an empty sink.
    case configuration
    case unexpected

    /// From BSD's `sysexits.h`.
    package var exitCode: Int32 {
      switch self {
      case .unexpected: 1
      case .badData: 65
      case .unavailable: 69
      case .cannotWrite: 73
      case .resumable: 75
      case .configuration: 78
      }
    }
  }

  package var kind: Kind
  package var reason: String

  package init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }

  package var description: String { reason }
}
