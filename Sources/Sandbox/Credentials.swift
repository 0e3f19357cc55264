import Declarations

/// What a request proves about who asks.
enum Credentials: Sendable {
  /// The token by which calls are counted; empty where the system asks for none.
  case accepted(token: String)
  case expired
  case refused
  case missing

  init(_ request: ReceivedRequest, methods: [AuthMethod], desk: TokenDesk, refusedTokens: Set<String>) {
    guard !methods.isEmpty else {
      self = .accepted(token: "")
      return
    }
    let token = methods.lazy.compactMap { Credentials.token(in: request, by: $0) }.first
    if let token {
      self = refusedTokens.contains(token) ? .refused : desk.use(token) ? .accepted(token: token) : .expired
    } else {
      self = .missing
    }
  }

  private static func token(in request: ReceivedRequest, by method: AuthMethod) -> String? {
    let name: String
    let template: Template
    switch method {
    case .header(let header, let value): (name, template) = (header, value)
    case .login(_, _, let header, let value): (name, template) = (header, value)
    case .bearer(let token):
      (name, template) = ("authorization", Template(parts: [.literal("Bearer ")] + token.parts))
    }
    guard let sent = request.headers[name.lowercased()], let captures = template.captures(of: sent) else { return nil }
    return captures.count == 1 ? captures.values.first : sent
  }
}
