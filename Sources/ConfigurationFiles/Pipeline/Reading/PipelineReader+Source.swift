/// The part of a pipeline file that names the source.
extension PipelineReader {
  mutating func source(
    _ section: SpecSection, _ report: CatalogReport, of system: CatalogSystem, fields: [FieldDeclaration]
  ) -> SourceDeclaration? {
    let (secrets, missing) = secrets(section, system)
    let auth = auth(section, system, secrets)
    var needed = report.request.tokens.union(auth?.tokens ?? [])
    for case .parameter(let name) in fields.map(\.origin) { needed.insert(name) }
    let isAddressGiven = section.isGiven("base_url") || addressOverride != nil
    let login: LoginMethod? = if case .login(let login) = auth { login } else { nil }
    if !isAddressGiven { needed.formUnion(system.baseURL.tokens.union(login?.baseURL?.tokens ?? [])) }
    var parameters: [String: String] = [:]
    if let address = addressOverride ?? section.text("base_url") {
      parameters["base_url"] = BaseURL.normalized(address)
    }
    for parameter in system.parameters + report.parameters where parameter.name != "base_url" || !isAddressGiven {
      parameters[parameter.name] = value(
        of: parameter, section, system, isNeeded: needed.contains(parameter.name))
    }
    let baseURL = isAddressGiven ? parameters["base_url"] : address(system.baseURL, section, parameters)
    let loginURL = isAddressGiven ? nil : login?.baseURL.flatMap { address($0, section, parameters) }
    if !system.parameters.contains(where: { $0.name == "base_url" }) { parameters["base_url"] = nil }
    guard let timeouts = timeouts(section), let retry = retry(section), let pause = section.duration("pause") else {
      return nil
    }
    var declaration = SourceDeclaration(
      system: system, report: report, baseURL: baseURL, certificateAuthorities: certificateAuthorities(section),
      parameters: parameters, secrets: secrets,
      missingSecrets: missing.filter { auth?.tokens.contains($0.name) ?? false }, auth: auth, timeouts: timeouts,
      retry: retry, pause: pause, limits: limits(section, over: report.limits))
    declaration.loginURL = loginURL
    warnOfOpenWindow(section, report)
    warnOfUnencryptedSecrets(section, declaration)
    declaration.secretVariables = secretVariables(section, system)
    return declaration
  }

  // MARK: Parameters and the address

  private mutating func value(
    of parameter: Parameter, _ section: SpecSection, _ system: CatalogSystem, isNeeded: Bool
  ) -> String? {
    let example = parameter.example ?? parameter.defaultValue ?? parameter.values.first ?? "sandbox"
    let standIn = addressOverride == nil ? nil : example
    guard case .given(let given, let location) = section.values[parameter.name] else {
      if section.isGiven(parameter.name) || section.misspelt.contains(parameter.name) { return standIn }
      if let value = parameter.defaultValue ?? standIn { return value }
      if isNeeded { reportMissing(parameter, section) }
      return nil
    }
    switch resolved(given) {
    case .failure(let failure):
      // An unused parameter, for example part of a URL that `base_url` replaces, may be unset.
      if standIn == nil, isNeeded { reader.report("`\(parameter.name)`: \(failure.reason)", at: location) }
      return standIn
    case .success(let value):
      if let reason = error(in: value, of: parameter, written: given) {
        reader.report("`\(parameter.name)` \(reason)", at: location)
        return nil
      }
      return value
    }
  }

  private func error(in value: String, of parameter: Parameter, written: GivenValue) -> String? {
    if value.isEmpty { return "is empty" }
    if value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      return "contains a line break or another control character"
    }
    guard !parameter.values.isEmpty, !parameter.values.contains(value) else { return nil }
    // Only text from the file is repeated, because a secret may have been set here by mistake.
    guard case .text(value) = written else { return "must be \(parameter.values.joinedAsChoice())" }
    let hint = SpellingSuggestion.hint(for: value, among: parameter.values)
    return "must be \(parameter.values.joinedAsChoice()), found `\(value.shortened())`\(hint)"
  }

  private mutating func reportMissing(_ parameter: Parameter, _ section: SpecSection) {
    let help = parameter.help.map { ": \($0.asClause())" } ?? ""
    let example = parameter.example.map { ", for example `\(parameter.name): \($0)`" } ?? ""
    reader.report("the key `\(parameter.name)` is missing\(help)\(example)", at: section.location)
  }

  /// Warns if a request does not contain both ends of a window, because its rows then appear in several chunks.
  private mutating func warnOfOpenWindow(_ section: SpecSection, _ report: CatalogReport) {
    let missing = ["window.start", "window.end"].filter { !report.request.tokens.contains($0) }
    guard report.grain == .event, !missing.isEmpty else { return }
    reader.report(
      "the request of `\(report.name)` does not contain \(missing.map { "{\($0)}" }.joined(separator: " and ")), so that rows may be duplicated in "
        + "several chunks", at: section.location(of: "report"), severity: .warning)
  }

  /// A secret that is sent without TLS can be read on its way; on this machine it has none.
  private mutating func warnOfUnencryptedSecrets(_ section: SpecSection, _ source: SourceDeclaration) {
    let names = Set(source.system.secrets.map(\.name))
    let sent = (source.auth?.tokens ?? []).union(source.report.request.tokens).intersection(names).sorted()
    guard addressOverride == nil, let secret = sent.first,
      [source.baseURL, source.loginURL].contains(where: { $0.map(BaseURL.isUnencrypted) == true })
    else { return }
    reader.report(
      "`\(secret)` is sent unencrypted to another machine, because the URL begins with http://; use https://",
      at: section.location(of: section.isGiven("base_url") ? "base_url" : "report"), severity: .warning)
  }

  /// Returns a URL of the catalog with the pipeline's parameters; nil if one of them has an error, which is reported.
  private mutating func address(
    _ template: Template, _ section: SpecSection, _ parameters: [String: String]
  ) -> String? {
    guard template.tokens.allSatisfy({ parameters[$0] != nil }) else { return nil }
    let address = template.rendered { parameters[$0] ?? "" }
    // A value such as `9901/path` would lead to a URL that the catalog does not intend.
    let isWhole = template.parts.count == 1
    let isSafe = template.tokens.allSatisfy { name in
      parameters[name]?.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) } == true
    }
    if isWhole || isSafe, BaseURL.error(in: address) == nil { return BaseURL.normalized(address) }
    let names = template.tokens.sorted()
    reader.report(
      "the value of `\(names.joined(separator: "`, `"))` makes the URL `\(template)` invalid",
      at: names.first.map { section.location(of: $0) } ?? section.location)
    return nil
  }

  /// Returns the file with the certificate authorities to trust. An invalid file is reported here, at its key, instead
  /// of by the first request.
  private mutating func certificateAuthorities(_ section: SpecSection) -> CertificateAuthorities? {
    // TLS is not used if a URL on this machine replaces the source's.
    guard addressOverride == nil, let path = section.scalar("ca_file") else { return nil }
    do {
      let text = try environment.readFile(path.text)
      if text.contains("-----BEGIN CERTIFICATE-----") {
        return CertificateAuthorities(path: path.text, pem: text)
      }
      reader.report(
        "`ca_file`: `\(path.written)` contains no PEM certificate (`-----BEGIN CERTIFICATE-----`)",
        at: path.location)
    } catch {
      reader.report("`ca_file`: cannot read the file `\(path.written)`: \(error)", at: path.location)
    }
    return nil
  }

  // MARK: Secrets

  private mutating func secrets(
    _ section: SpecSection, _ system: CatalogSystem
  ) -> ([String: Secret], [SourceDeclaration.MissingSecret]) {
    var secrets: [String: Secret] = [:]
    var missing: [SourceDeclaration.MissingSecret] = []
    for declaration in system.secrets {
      guard case .given(let given, let location) = section.values[declaration.name] else { continue }
      if case .text(let text) = given, InterpolatedString(text)?.holdsPlainText == true {
        let variable = system.variableName(of: declaration.name)
        reader.report(
          "`\(declaration.name)` is in plain text; use `${\(variable)}` or `{file: PATH}`", at: location,
          severity: .warning)
      }
      guard addressOverride == nil else { continue }
      switch resolved(given) {
      case .success(let value) where value.isEmpty:
        missing.append(.init(name: declaration.name, reason: "`\(declaration.name)` is empty", location: location))
      case .success(let value) where value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }):
        missing.append(
          .init(
            name: declaration.name, reason: "`\(declaration.name)` contains a line break or another control character",
            location: location))
      case .success(let value): secrets[declaration.name] = Secret(value)
      case .failure(let failure):
        missing.append(.init(name: declaration.name, reason: failure.reason, location: location))
      }
    }
    return (secrets, missing)
  }

  /// The environment variables that the secrets are taken from.
  private func secretVariables(_ section: SpecSection, _ system: CatalogSystem) -> Set<String> {
    Set(
      system.secrets.flatMap { declaration -> [String] in
        guard case .given(.text(let text), _) = section.values[declaration.name] else { return [] }
        return (InterpolatedString(text)?.parts ?? []).compactMap {
          if case .variable(let name, _) = $0 { name } else { nil }
        }
      })
  }

  /// The first way to authenticate whose secrets are all set; else the first whose secrets are all named.
  private mutating func auth(
    _ section: SpecSection, _ system: CatalogSystem, _ secrets: [String: Secret]
  ) -> AuthMethod? {
    let names = Set(system.secrets.map(\.name))
    func needs(_ method: AuthMethod) -> Set<String> { method.tokens.intersection(names) }
    if let method = system.auth.first(where: { needs($0).allSatisfy { secrets[$0] != nil } }) { return method }
    if let method = system.auth.first(where: { needs($0).allSatisfy { section.isGiven($0) } }) { return method }
    guard addressOverride == nil, !system.auth.isEmpty, section.misspelt.isDisjoint(with: names) else {
      return system.auth.first
    }
    let choices = system.auth.map { method in
      system.secrets.map(\.name).filter { needs(method).contains($0) && !section.isGiven($0) }
        .map { "`\($0): ${\(system.variableName(of: $0))}`" }.joined(separator: " with ")
    }
    reader.report("a secret for authentication is missing; add \(choices.joinedAsChoice())", at: section.location)
    return nil
  }

  private struct Unresolved: Error {
    var reason: String
  }

  private func resolved(_ given: GivenValue) -> Result<String, Unresolved> {
    switch given {
    case .text(let text):
      switch InterpolatedString(text)?.resolved(in: environment.variables) {
      case .text(let value): return .success(value)
      case .unset(let names): return .failure(Unresolved(reason: SpecReader.unset(names)))
      case nil: return .failure(Unresolved(reason: "the value contains an invalid `${`"))
      }
    case .file(let path, let written):
      do {
        let text = try environment.readFile(path)
        return .success(text.last?.isNewline == true ? String(text.dropLast()) : text)
      } catch {
        return .failure(Unresolved(reason: "cannot read the file `\(written)`: \(error)"))
      }
    }
  }

  // MARK: Patience

  private func timeouts(_ section: SpecSection) -> Timeouts? {
    guard let timeout = section.section("timeout"), let connect = timeout.duration("connect"),
      let idle = timeout.duration("idle"), let total = timeout.duration("total")
    else { return nil }
    return Timeouts(connect: connect, idle: idle, total: total)
  }

  private func retry(_ section: SpecSection) -> RetryPolicy? {
    guard let retry = section.section("retry"), let tries = retry.integer("tries"),
      let first = retry.duration("first_delay"), let longest = retry.duration("max_delay"),
      let patience = retry.duration("patience")
    else { return nil }
    return RetryPolicy(tries: tries, firstDelay: first, maxDelay: longest, patience: patience)
  }

  private func limits(_ section: SpecSection, over catalog: Limits) -> Limits {
    var limits = catalog
    guard let own = section.section("limits") else { return limits }
    if let records = own.text("records") { limits.records = Int(records) }
    if let window = own.duration("window") { limits.window = window }
    if let bytes = own.bytes("bytes") { limits.bytes = bytes }
    if let time = own.duration("time") { limits.time = time }
    if let inFlight = own.integer("in_flight") { limits.inFlight = inFlight }
    if let calls = own.integer("calls_per_day") { limits.callsPerDay = calls }
    return limits
  }
}
