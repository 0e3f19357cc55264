package import Declarations
package import Planning
package import Records

/// Writes the requests of a report, and shows them without their secrets.
package struct RequestBuilder: Sendable {
  private let source: SourceDeclaration
  private let renderer: WindowRenderer

  package init(_ source: SourceDeclaration, zone: ZoneRules) {
    self.source = source
    self.renderer = WindowRenderer(format: source.report.window, zone: zone)
  }

  /// What `request` would send for a window, with `***` in place of secrets; needs no secret and no network.
  ///
  /// A parameter without a value is shown by its name in braces.
  package func describe(_ window: Window) -> (method: String, url: String) {
    (source.report.request.method, address(of: source.report.request, base: shownBase, shown(window)))
  }

  /// `token` is what a login gave.
  func request(for window: Window, token: Secret?) throws(FetchError) -> OutgoingRequest {
    var request = try outgoing(source.report.request, window: window)
    switch source.auth {
    case .header(let name, let value):
      request.headers.append((name, try value.filled { (name) throws(FetchError) in try self.value(of: name, window) }))
    case .bearer(let template):
      let value = try template.filled { (name) throws(FetchError) in try self.value(of: name, window) }
      request.headers.append(("Authorization", "Bearer \(value)"))
    case .login(_, _, let header, let template):
      let value = try template.filled { (name) throws(FetchError) in
        if name == "token", let token { return token.withValue { $0 } }
        return try self.value(of: name, window)
      }
      request.headers.append((header, value))
    case nil:
      break
    }
    return request
  }

  /// The request alone, without what proves who asks.
  func anonymousRequest(for window: Window) -> OutgoingRequest {
    let template = source.report.request
    return OutgoingRequest(
      method: template.method, url: address(of: template, base: shownBase, shown(window)),
      series: address(of: template, base: shownBase, shown(nil)), window: window)
  }

  func login(_ template: RequestTemplate) throws(FetchError) -> OutgoingRequest {
    try outgoing(template, window: nil)
  }

  private func outgoing(_ template: RequestTemplate, window: Window?) throws(FetchError) -> OutgoingRequest {
    guard let base = source.baseURL else {
      throw FetchError(
        window: window, reason: "the address of \(source.system.name) is not complete: \(shownBase)",
        advice: "give its parameters under `source`", attempts: 0, scope: .source, kind: .configuration)
    }
    let value = { (name: String) throws(FetchError) in try self.value(of: name, window) }
    var url = base + (try template.path.filled { (name) throws(FetchError) in try value(name).percentEncoded })
    var separator = "?"
    for (name, template) in template.query {
      url += "\(separator)\(name)=\(try template.filled(value).percentEncoded)"
      separator = "&"
    }
    var headers: [(name: String, value: String)] = []
    for (name, template) in template.headers { headers.append((name, try template.filled(value))) }
    var body: [(String, String)] = []
    for (name, template) in template.body { body.append((name, try template.filled(value))) }
    if !headers.contains(where: { $0.name.lowercased() == "accept" }) { headers.append(("Accept", "application/json")) }
    if !body.isEmpty, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      headers.append(("Content-Type", "application/json"))
    }
    var request = OutgoingRequest(
      method: template.method, url: url, maskedURL: address(of: template, base: base, shown(window)),
      series: address(of: template, base: base, shown(nil)), headers: headers,
      body: body.isEmpty ? [] : Array(jsonObject(body).utf8), window: window)
    request.certificateAuthorities = source.certificateAuthorities
    return request
  }

  private func value(of name: String, _ window: Window?) throws(FetchError) -> String {
    if let window, name == "window.start" { return renderer.start(of: window) }
    if let window, name == "window.end" { return renderer.end(of: window) }
    if let value = source.parameters[name] { return value }
    if let secret = source.secrets[name] { return secret.withValue { $0 } }
    let reason = source.missingSecrets.first { $0.name == name }?.reason
    throw FetchError(
      window: window, reason: "`\(name)` has no value\(reason.map { ": \($0)" } ?? "")",
      advice: "give it as `source.\(name)`", attempts: 0, scope: .source, kind: .configuration)
  }

  /// Values as they may be shown, already encoded; without a window, its ends stay open.
  private func shown(_ window: Window?) -> (_ name: String) -> String {
    { name in
      if let window, name == "window.start" { return renderer.start(of: window).percentEncoded }
      if let window, name == "window.end" { return renderer.end(of: window).percentEncoded }
      if let value = source.parameters[name] { return value.percentEncoded }
      return isSecret(name) ? SecretMask.replacement : "{\(name)}"
    }
  }

  private func isSecret(_ name: String) -> Bool {
    source.secrets[name] != nil || source.system.secrets.contains { $0.name == name }
      || source.missingSecrets.contains { $0.name == name }
  }

  private var shownBase: String {
    source.baseURL ?? source.system.baseURL.rendered { source.parameters[$0] ?? "{\($0)}" }
  }

  private func address(
    of template: RequestTemplate, base: String, _ value: (_ name: String) -> String
  ) -> String {
    let query = template.query.map { name, template in
      let value = template.parts.map { part in
        switch part {
        case .literal(let text): text.percentEncoded
        case .token(let name): value(name)
        }
      }
      return "\(name)=\(value.joined())"
    }
    let url = base + template.path.rendered(value)
    let shown = query.isEmpty ? url : "\(url)?\(query.joined(separator: "&"))"
    return SecretMask(source.secrets.values).masked(shown)
  }

  private func jsonObject(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(jsonText($0)):\(jsonText($1))" }.joined(separator: ",") + "}"
  }

  private func jsonText(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        quoted += "\\u" + String(repeating: "0", count: scalar.value < 0x10 ? 3 : 2) + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Template {
  /// `rendered` with the one type of error that a value may throw.
  fileprivate func filled(_ value: (_ token: String) throws(FetchError) -> String) throws(FetchError) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .token(let name): text += try value(name)
      }
    }
    return text
  }
}
