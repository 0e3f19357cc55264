import HummingbirdCore
import Logging

/// The reason why a sandbox does not serve.
package struct SandboxError: Error, CustomStringConvertible {
  package var port: Int
  package var reason: String

  package var description: String {
    "cannot listen on 127.0.0.1:\(port): \(reason); choose another port, or 0 for a free one"
  }
}
