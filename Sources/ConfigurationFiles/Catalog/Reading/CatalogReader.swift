/// Builds a system from the text of a catalog file; the reports are read in `ReportReader`.
struct CatalogReader {
  var reader: SpecReader
  /// Names of the system's secrets.
  var secrets: [String] = []

  static func read(yaml: String, path: String) throws(Diagnostics) -> CatalogSystem {
    let document = YAMLDocument(yaml, path: path)
    var catalog = CatalogReader(reader: SpecReader(path: path, environment: nil, catalogue: CatalogKeys.all))
    catalog.reader.report(document.diagnostics)
    let system = document.root.map { catalog.system($0, path: path) }
    if document.root == nil, document.diagnostics.isEmpty {
      catalog.reader.report("the file is empty; begin a catalog file with `system: NAME`", at: .top)
    }
    if catalog.reader.hasErrors { throw Diagnostics(catalog.reader.diagnostics.sortedByLocation()) }
    guard let system = system ?? nil else { throw Diagnostics(catalog.reader.diagnostics) }
    return system
  }

  private mutating func system(_ root: YAMLNode, path: String) -> CatalogSystem? {
    guard case .section(let section) = reader.value(root, .keys(CatalogKeys.all), subject: "the file") else {
      return nil
    }
    let parameters = parameters(section)
    let secrets = section.names("secrets").map { entry in
      SecretDeclaration(name: entry.name, help: entry.section?.text("help"))
    }
    self.secrets = secrets.map(\.name)
    checkNames(section, parameters: parameters, secrets: secrets)
    let scope = Scope(
      parameters: parameters.map(\.name), secrets: secrets.map(\.name), window: section.section("window"),
      limits: section.section("limits"), envelope: section.section("envelope"),
      paging: paging(section.writtenSection("paging")), verdicts: verdicts(section))
    let baseURL = section.template("base_url") ?? Template(parts: [])
    checkTokens(section.scalar("base_url"), "base_url", known: scope.parameters)
    // With sample values of its parameters, it must be a URL; a URL that is entirely a parameter is checked in
    // pipelines.
    let isWhole = baseURL.parts.count == 1 && !baseURL.tokens.isEmpty
    if !isWhole { checkAddress(section) }
    let auth = (section.elements("auth") ?? []).compactMap { self.auth($0.section, scope) }
    let reports = section.names("reports").compactMap { entry in
      entry.section.map { self.report(entry, $0, scope) }
    }
    if section.isGiven("reports"), section.names("reports").isEmpty, !reader.hasErrors {
      reader.report("`reports` is empty; describe at least one report", at: section.location(of: "reports"))
    }
    guard let name = section.text("system"), !reader.hasErrors else { return nil }
    return CatalogSystem(
      name: name, title: section.text("title") ?? name, help: section.text("help"), baseURL: baseURL,
      parameters: parameters, secrets: secrets, auth: auth, window: window(section, nil, isUsed: false),
      limits: limits(section.section("limits"), over: Limits()),
      envelope: envelope(section.section("envelope"), over: nil), verdicts: scope.verdicts, reports: reports,
      origin: path)
  }

  /// Checks that `base_url` is a URL if its parameters are replaced by a sample value.
  mutating func checkAddress(_ section: SpecSection) {
    guard let template = section.template("base_url"), let error = BaseURL.error(in: template.rendered { _ in "x" })
    else { return }
    reader.report(
      "`base_url`: expected \(ScalarType.address.expectation)\(error)", at: section.location(of: "base_url"))
  }

  /// Settings that reports inherit from their system.
  struct Scope {
    var parameters: [String]
    var secrets: [String]
    var window: SpecSection?
    var limits: SpecSection?
    var envelope: SpecSection?
    var paging: Paging?
    var verdicts: [VerdictRule]
  }

  mutating func parameters(_ section: SpecSection) -> [Parameter] {
    section.names("parameters").map { entry in
      let values = entry.section?.scalars("values")?.map(\.text) ?? []
      for key in ["default", "example"] {
        if let scalar = entry.section?.scalar(key), !values.isEmpty, !values.contains(scalar.text) {
          reader.report("`\(key)` is not one of the `values`", at: scalar.location)
        }
      }
      return Parameter(
        name: entry.name, help: entry.section?.text("help"), example: entry.section?.text("example"),
        defaultValue: entry.section?.text("default"), values: values)
    }
  }

  /// Checks the names of parameters and secrets, which share one mapping of a pipeline with the keys of every source.
  private mutating func checkNames(
    _ section: SpecSection, parameters: [Parameter], secrets: [SecretDeclaration]
  ) {
    var taken = PipelineKeys.source.map(\.name).filter { $0 != "base_url" }
    for entry in section.names("parameters") + section.names("secrets") {
      checkName(entry, taken: taken)
      taken.append(entry.name)
    }
  }

  mutating func checkName(_ entry: SpecName, taken: [String]) {
    if taken.contains(entry.name) {
      reader.report("`\(entry.name)` is already a key of `source`; choose another name", at: entry.location)
    } else if ["window.", "page."].contains(where: { entry.name.hasPrefix($0) }) {
      reader.report("`\(entry.name)` is a token of requests; choose another name", at: entry.location)
    } else if !ScalarType.isIdentifier(entry.name) {
      reader.report("invalid name `\(entry.name)`; use letters, digits, `_`, `-` and `.`", at: entry.location)
    }
  }

  mutating func verdicts(_ section: SpecSection) -> [VerdictRule] {
    (section.elements("verdicts") ?? []).compactMap { element in
      guard let rule = element.section else { return nil }
      if !rule.isGiven("status"), !rule.isGiven("message") {
        reader.report("a rule needs `status` or `message`; without them, it matches every response", at: rule.location)
      }
      if let message = rule.text("message"), let sample = rule.scalar("sample"),
        let expression = try? CatalogPattern(message, ignoringCase: true)
      {
        do throws(CatalogPatternTimeout) {
          if try expression.firstMatch(in: sample.text) == nil {
            reader.report("`sample` does not match `message`", at: sample.location)
          }
        } catch {
          reader.report("\(error)", at: rule.location(of: "message"))
        }
      }
      guard let verdict = rule.word("verdict", VerdictKind.self) else { return nil }
      return VerdictRule(
        statuses: (rule.scalars("status") ?? []).flatMap { ScalarType.statuses($0.text) ?? [] },
        message: rule.text("message"), verdict: verdict, hint: rule.text("hint"), sample: rule.text("sample"))
    }
  }
}

extension CatalogReader {
  /// Reports a token that is not among the known ones.
  mutating func checkTokens(_ scalar: SpecScalar?, _ key: String, known: [String]) {
    guard let scalar, let template = try? Template(scalar.text), let error = template.tokenError(known: known) else {
      return
    }
    if let secret = template.tokens.sorted().first(where: { secrets.contains($0) && !known.contains($0) }) {
      reader.report("`\(key)`: {\(secret)} is a secret and is allowed only in `auth`", at: scalar.location)
    } else {
      reader.report("`\(key)`: \(error)", at: scalar.location)
    }
  }
}

extension SpecName {
  /// The mapping of the name.
  var section: SpecSection? { value.section }
}

extension SpecValue {
  var section: SpecSection? {
    if case .section(let section) = self { section } else { nil }
  }
}

extension [Diagnostic] {
  /// Returns the diagnostics from the top of the file to its end; those at the same position keep their order.
  func sortedByLocation() -> [Diagnostic] {
    enumerated().sorted {
      ($0.element.path, $0.element.line, $0.element.column, $0.offset)
        < ($1.element.path, $1.element.line, $1.element.column, $1.offset)
    }.map(\.element)
  }
}

extension CatalogSystem {
  /// Reads a catalog file; `path` is what messages call it.
  package init(yaml: String, path: String) throws(Diagnostics) {
    self = try CatalogReader.read(yaml: yaml, path: path)
  }
}
