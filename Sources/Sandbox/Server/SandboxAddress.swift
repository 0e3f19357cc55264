import HummingbirdCore
import Logging

/// The address of a sandbox.
package struct SandboxAddress: Hashable, Sendable {
  package var port: Int

  package init(port: Int) {
    self.port = port
  }

  /// The `base_url` of a pipeline for a system, without a trailing slash.
  package func baseURL(of system: String) -> String { "\(url)/\(system)" }

  /// `http://127.0.0.1:PORT`
  package var url: String { "http://127.0.0.1:\(port)" }
}
