import ConfigurationFiles
import Foundation

/// The result of authenticating a request.
enum Credentials: Sendable {
  /// The token by which calls are counted; empty if the system needs none.
  case accepted(token: String)
  case expired
  case refused
  case missing

  init(_ request: ReceivedRequest, methods: [AuthMethod], registry: TokenRegistry, refusedTokens: Set<String>) {
    guard !methods.isEmpty else {
      self = .accepted(token: "")
      return
    }
    let token = methods.lazy.compactMap { Credentials.token(in: request, by: $0) }.first
    if let token {
      self = refusedTokens.contains(token) ? .refused : registry.use(token) ? .accepted(token: token) : .expired
    } else {
      self = .missing
    }
  }

  private static func token(in request: ReceivedRequest, by method: AuthMethod) -> String? {
    let sent: String?
    let template: Template
    switch method {
    case .header(let name, let value): (sent, template) = (request.headers[name.lowercased()], value)
    case .login(let login): (sent, template) = (request.headers[login.header.lowercased()], login.value)
    case .query(let name, let value): (sent, template) = (request.query.first { $0.name == name }?.value, value)
    case .bearer(let token):
      (sent, template) = (
        request.headers["authorization"], Template(parts: [.literal("Bearer ")] + token.parts)
      )
    case .basic(let credentials):
      guard let captures = captures(in: request, by: credentials) else { return nil }
      return captures.sorted { $0.key < $1.key }.map(\.value).joined(separator: ":")
    }
    guard let sent, let captures = template.captures(of: sent) else { return nil }
    return captures.count == 1 ? captures.values.first : sent
  }

  /// Returns the values of user name and password; nil if the request has no such credentials.
  static func captures(in request: ReceivedRequest, by credentials: BasicCredentials) -> [String: String]? {
    guard let sent = request.headers["authorization"], sent.hasPrefix("Basic "),
      let data = Data(base64Encoded: String(sent.dropFirst("Basic ".count))),
      let text = String(data: data, encoding: .utf8), let colon = text.firstIndex(of: ":"),
      let user = credentials.username.captures(of: String(text[..<colon])),
      let password = credentials.password.captures(of: String(text[text.index(after: colon)...]))
    else { return nil }
    return user.merging(password) { $1 }
  }
}
