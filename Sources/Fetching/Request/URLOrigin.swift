import Foundation

/// Scheme, host and port: what a secret is meant for.
package struct URLOrigin: Hashable, Sendable, CustomStringConvertible {
  package var scheme: String
  package var host: String
  package var port: Int

  /// Nil if the URL is not an absolute `http` or `https` URL.
  package init?(_ url: String) {
    guard let url = URL(string: url), let scheme = url.scheme?.lowercased(), let host = url.host(), !host.isEmpty,
      scheme == "http" || scheme == "https"
    else { return nil }
    self.scheme = scheme
    self.host = host.lowercased()
    self.port = url.port ?? (scheme == "https" ? 443 : 80)
  }

  /// Text such as `https://api.example.com`, with the port if it is not the scheme's default.
  package var description: String {
    let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    return port == (scheme == "https" ? 443 : 80) ? "\(scheme)://\(name)" : "\(scheme)://\(name):\(port)"
  }

  /// The server is this machine.
  package var isLoopback: Bool {
    host == "localhost" || host == "127.0.0.1" || host == "::1" || host == "[::1]"
  }
}
