/// Reads the part of a catalog file that describes requests and authentication.
extension CatalogReader {
  mutating func auth(_ section: SpecSection?, _ scope: Scope) -> AuthMethod? {
    guard let section else { return nil }
    let known = scope.parameters + scope.secrets
    for key in ["value", "bearer"] { checkTokens(section.scalar(key), key, known: known) }
    let given = ["header", "query", "bearer", "basic", "login"].filter { section.isGiven($0) }
    guard given.count == 1 else {
      reader.report(
        "expected exactly one of `header`, `query`, `bearer`, `basic` and `login`", at: section.location)
      return nil
    }
    if section.isGiven("value") != ["header", "query"].contains(given[0]) {
      reader.report("`header` and `query` require `value`, and `value` requires one of them", at: section.location)
      return nil
    }
    if let value = section.template("value") {
      if let header = section.text("header") { return .header(name: header, value: value) }
      if let name = section.text("query") { return .query(name: name, value: value) }
    }
    if let token = section.template("bearer") { return .bearer(token: token) }
    if let basic = section.writtenSection("basic") { return self.basic(basic, known: known).map { .basic($0) } }
    return section.writtenSection("login").flatMap { login($0, parameters: scope.parameters, known: known) }.map {
      .login($0)
    }
  }

  private mutating func basic(_ section: SpecSection, known: [String]) -> BasicCredentials? {
    for key in ["username", "password"] { checkTokens(section.scalar(key), key, known: known) }
    guard let username = section.template("username"), let password = section.template("password") else { return nil }
    if username.parts.contains(where: { if case .literal(let text) = $0 { text.contains(":") } else { false } }) {
      reader.report(
        "`username` must not contain a colon, which separates it from the password",
        at: section.location(of: "username"))
    }
    return BasicCredentials(username: username, password: password)
  }

  private mutating func login(_ section: SpecSection, parameters: [String], known: [String]) -> LoginMethod? {
    let basic = section.writtenSection("basic").flatMap { self.basic($0, known: known) }
    guard let path = section.keyPath("token_path"), let header = section.text("header"),
      let value = section.template("value"),
      let request = section.section("request").flatMap({ self.request($0, known: known) })
    else { return nil }
    checkTokens(section.scalar("value"), "value", known: known.filter { $0 != "token" } + ["token"])
    checkTokens(section.scalar("base_url"), "base_url", known: parameters)
    checkAddress(section)
    if request.tokens.contains("token") {
      reader.report(
        "{token} is the result of the login and cannot be part of its request; rename the secret",
        at: section.location(of: "request"))
    }
    return LoginMethod(
      baseURL: section.template("base_url"), request: request, basic: basic, tokenPath: path, header: header,
      value: value)
  }

  /// Checks and builds a request; nil if it has an error.
  mutating func request(_ section: SpecSection, known: [String]) -> RequestTemplate? {
    checkTokens(section.scalar("path"), "path", known: known)
    if let path = section.scalar("path"), !path.text.hasPrefix("/") {
      reader.report("`path` must begin with `/`", at: path.location)
    } else if let path = section.scalar("path"), path.text.contains(where: { "?#".contains($0) }) {
      reader.report("`path` must not contain a query; use `query`", at: path.location)
    }
    let query = templates(section, "query", known: known)
    let headers = templates(section, "headers", known: known)
    let body = body(section, known: known)
    guard let method = section.text("method"), let path = section.template("path") else { return nil }
    return RequestTemplate(method: method, path: path, query: query, headers: headers, body: body)
  }

  private mutating func body(_ section: SpecSection, known: [String]) -> RequestBody {
    let given = ["body", "form"].filter { !section.names($0).isEmpty }
    if given.count == 2 {
      reader.report("a request has either a `body` or a `form`; remove one of them", at: section.location(of: "form"))
    }
    if let key = given.first, section.text("method") == "GET" {
      reader.report("a GET request has no \(key); set `method`", at: section.location(of: key))
    }
    if given.first == "form" { return .form(templates(section, "form", known: known)) }
    let members = section.names("body").compactMap { entry -> (name: String, value: JSONTemplate)? in
      guard case .json(let value, let node) = entry.value else { return nil }
      checkTokens(of: node, entry.name, known: known)
      return (entry.name, value)
    }
    return members.isEmpty ? .none : .json(members)
  }

  /// Reports each text's tokens at its own place.
  private mutating func checkTokens(of node: YAMLNode, _ key: String, known: [String]) {
    switch node.content {
    case .null: break
    case .scalar(let text):
      guard node.jsonLiteral == nil else { break }
      checkTokens(SpecScalar(text: text, written: text, location: node.location), key, known: known)
    case .list(let nodes):
      for node in nodes { checkTokens(of: node, key, known: known) }
    case .mapping(let entries):
      for entry in entries { checkTokens(of: entry.value, entry.name, known: known) }
    }
  }

  private mutating func templates(
    _ section: SpecSection, _ key: String, known: [String]
  ) -> [(name: String, value: Template)] {
    section.names(key).compactMap { entry in
      guard case .scalar(let scalar) = entry.value else { return nil }
      checkTokens(scalar, entry.name, known: known)
      return (try? Template(scalar.text)).map { (entry.name, $0) }
    }
  }
}
