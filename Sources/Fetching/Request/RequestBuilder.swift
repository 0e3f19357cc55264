package import ConfigurationFiles
import Foundation
package import Planning
package import Records

/// Writes the requests of a report, and shows them without their secrets.
package struct RequestBuilder: Sendable {
  private let source: SourceDeclaration
  private let zone: TimeZoneTransitions

  package init(_ source: SourceDeclaration, zone: TimeZoneTransitions) {
    self.source = source
    self.zone = zone
  }

  /// Returns the request for a window's first page, with `***` instead of secrets; needs no secret and no network.
  ///
  /// A parameter without a value is shown as its name in braces.
  package func describe(_ window: Window) -> RedactedRequest {
    let template = source.report.request
    let values = values(window)
    var body = RequestBodyEncoder(values: values) { plainlyShown($0, values) }.text(of: template.body)
    if case .form = template.body {
      body = body.replacing(SecretRedactor.replacement.percentEncoded, with: SecretRedactor.replacement)
    }
    return RedactedRequest(
      method: template.method, url: address(of: template, base: shownBase, values),
      body: body.isEmpty ? nil : redactor.redacted(body))
  }

  /// `token` is what a login gave.
  func request(for window: Window, page: Page = .first, token: Secret?) throws(FetchError) -> OutgoingRequest {
    let values = values(window, page)
    var redactor = SecretRedactor(source.secrets.values)
    if let token { redactor.add(token) }
    var request = try outgoing(source.report.request, values, redactor: redactor)
    let value = { (name: String) throws(FetchError) in try self.value(of: name, in: values) }
    switch source.auth {
    case .header(let name, let template):
      request.headers.append((name, try template.rendered(value)))
    case .query(let name, let template):
      // The address that is shown knows nothing of it.
      let separator = request.url.contains("?") ? "&" : "?"
      request.url += "\(separator)\(name)=\(try template.rendered(value).percentEncoded)"
    case .bearer(let template):
      request.headers.append(("Authorization", "Bearer \(try template.rendered(value))"))
    case .basic(let credentials):
      request.headers.append(("Authorization", try basic(credentials, value)))
    case .login(let login):
      let filled = try login.value.rendered { (name) throws(FetchError) in
        if name == "token", let token { return token.withValue { $0 } }
        return try value(name)
      }
      request.headers.append((login.header, filled))
    case nil:
      break
    }
    return request
  }

  /// Returns the request for a page, without authentication.
  func anonymousRequest(for window: Window, page: Page) throws(FetchError) -> OutgoingRequest {
    var request = anonymousRequest(for: window)
    let values = values(window, page)
    let redactor = SecretRedactor(source.secrets.values)
    let link = try link(values, base: shownBase, redactor: redactor, isSent: false)
    request.url =
      link.map { redactor.redacted($0) } ?? address(of: source.report.request, base: shownBase, values)
    request.maskedURL = request.url
    request.page = page.number
    return request
  }

  /// The request for the first page alone.
  func anonymousRequest(for window: Window) -> OutgoingRequest {
    let template = source.report.request
    return OutgoingRequest(
      method: template.method, url: address(of: template, base: shownBase, values(window)),
      series: series(of: template, base: shownBase), window: window)
  }

  func login(_ login: LoginMethod) throws(FetchError) -> OutgoingRequest {
    let values = RequestValues(source, zone: zone)
    var request = try outgoing(login.request, values, redactor: SecretRedactor(source.secrets.values))
    if let credentials = login.basic {
      let text = try basic(credentials) { (name) throws(FetchError) in try value(of: name, in: values) }
      request.headers.append(("Authorization", text))
    }
    return request
  }

  private func values(_ window: Window, _ page: Page = .first) -> RequestValues {
    RequestValues(source, zone: zone, window: window, page: page)
  }

  private func outgoing(
    _ template: RequestTemplate, _ values: RequestValues, redactor: SecretRedactor
  ) throws(FetchError) -> OutgoingRequest {
    guard let base = values.window == nil ? source.loginURL ?? source.baseURL : source.baseURL else {
      throw FetchError(
        window: values.window, reason: "the URL of \(source.system.name) is incomplete: \(shownBase)",
        advice: "set its parameters under `source`", attempts: 0, scope: .source, kind: .configuration)
    }
    let value = { (name: String) throws(FetchError) in try self.value(of: name, in: values) }
    var headers: [(name: String, value: String)] = []
    for (name, template) in template.headers { headers.append((name, try template.rendered(value))) }
    let body = try RequestBodyEncoder(values: values, value: value).text(of: template.body)
    if !headers.contains(where: { $0.name.lowercased() == "accept" }) { headers.append(("Accept", "application/json")) }
    if !body.isEmpty, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      let isForm = if case .form = template.body { true } else { false }
      headers.append(("Content-Type", isForm ? "application/x-www-form-urlencoded" : "application/json"))
    }
    let link = try link(values, base: base, redactor: redactor)
    let url =
      if let link {
        link
      } else {
        try address(of: template, base: base, values) { (name) throws(FetchError) in try value(name).percentEncoded }
      }
    var request = OutgoingRequest(
      method: template.method, url: url,
      maskedURL: link.map { redactor.redacted($0) } ?? address(of: template, base: base, values),
      series: series(of: template, base: base), headers: headers, body: Array(body.utf8), window: values.window)
    if let window = values.window { request.firstPageURL = address(of: template, base: base, self.values(window)) }
    request.page = values.page.number
    request.certificateAuthorities = source.certificateAuthorities
    return request
  }

  /// - Parameter encoded: returns the value of a token, encoded for a URL.
  private func address<Failure: Error>(
    of template: RequestTemplate, base: String, _ values: RequestValues,
    _ encoded: (_ name: String) throws(Failure) -> String
  ) throws(Failure) -> String {
    var url = base + (try template.path.rendered(encoded))
    var separator = "?"
    for (name, template) in template.query where !values.omits(template.tokens) {
      let literals = template.parts.map { part in
        if case .literal(let text) = part { Template.Part.literal(text.percentEncoded) } else { part }
      }
      url += "\(separator)\(name.percentEncoded)=\(try Template(parts: literals).rendered(encoded))"
      separator = "&"
    }
    return url
  }

  /// Returns the URL that the previous page linked to; nil for the request's own URL.
  private func link(
    _ values: RequestValues, base: String, redactor: SecretRedactor, isSent: Bool = true
  ) throws(FetchError) -> String? {
    guard case .link = values.paging?.style, let link = values.page.next else { return nil }
    let secret: [String] = if case .query(let name, _) = source.auth { [name] } else { [] }
    do {
      let address = try PageLink.resolved(link, base: base, dropping: secret)
      // Nothing is sent in a replay, whose recording may be of a server at another port.
      if isSent { try PageLink.check(address, against: base) }
      return address
    } catch {
      let shown = SanitizedText(PageLink.shown(link), redactor: redactor)
      var failure = FetchError(
        window: values.window, reason: "the response has an invalid URL of the next page: \(shown)",
        advice: "check `paging.at` in the catalog", attempts: 0, scope: .source, kind: .configuration)
      if case .elsewhere(let origin) = error {
        failure.reason =
          "the response links the next page at \(SanitizedText(origin, redactor: redactor.lowercased)), but the credentials are for \(base)"
        failure.advice = "set `source.base_url` to that URL if you trust it"
      }
      throw failure
    }
  }

  private func basic(
    _ credentials: BasicCredentials, _ value: (_ name: String) throws(FetchError) -> String
  ) throws(FetchError) -> String {
    let text = "\(try credentials.username.rendered(value)):\(try credentials.password.rendered(value))"
    return "Basic \(Data(text.utf8).base64EncodedString())"
  }

  /// Basic credentials in the encoded form, which is as secret as the credentials.
  var encodedCredentials: [Secret] {
    let credentials: BasicCredentials? =
      switch source.auth {
      case .basic(let credentials): credentials
      case .login(let login): login.basic
      case .header, .query, .bearer, nil: nil
      }
    let values = RequestValues(source, zone: zone)
    let sent = credentials.flatMap { credentials in
      try? basic(credentials) { (name) throws(FetchError) in try value(of: name, in: values) }
    }
    return sent.map { [Secret(String($0.dropFirst("Basic ".count)))] } ?? []
  }

  private func value(of name: String, in values: RequestValues) throws(FetchError) -> String {
    if let value = values[name] { return value }
    if let secret = source.secrets[name] { return secret.withValue { $0 } }
    let reason = source.missingSecrets.first { $0.name == name }?.reason
    throw FetchError(
      window: values.window, reason: "`\(name)` has no value\(reason.map { ": \($0)" } ?? "")",
      advice: "set `source.\(name)`", attempts: 0, scope: .source, kind: .configuration)
  }

  private func plainlyShown(_ name: String, _ values: RequestValues) -> String {
    values[name] ?? (isSecret(name) ? SecretRedactor.replacement : "{\(name)}")
  }

  private func isSecret(_ name: String) -> Bool {
    source.secrets[name] != nil || source.system.secrets.contains { $0.name == name }
      || source.missingSecrets.contains { $0.name == name }
  }

  /// The redactor for values of the pipeline and the catalog: a short secret could only be found in it by chance.
  private var redactor: SecretRedactor { SecretRedactor(source.secrets.values).withoutShortSecrets }

  private var shownBase: String {
    source.baseURL ?? source.system.baseURL.rendered { source.parameters[$0] ?? "{\($0)}" }
  }

  /// The first page's address with its window left open.
  private func series(of template: RequestTemplate, base: String) -> String {
    address(of: template, base: base, RequestValues(source, zone: zone))
  }

  /// The address as it may be shown.
  private func address(of template: RequestTemplate, base: String, _ values: RequestValues) -> String {
    let shown = address(of: template, base: base, values) { values[$0]?.percentEncoded ?? plainlyShown($0, values) }
    return redactor.redacted(shown)
  }
}
