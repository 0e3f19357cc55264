import ConfigurationFiles
import Testing

@Suite struct KeyCatalogTests {
  /// Every key with its path, all the way down.
  private static func keys(_ specs: [KeySpec], under prefix: String = "") -> [(path: String, spec: KeySpec)] {
    specs.flatMap { spec in [("\(prefix)\(spec.name)", spec)] + keys(spec.value, under: "\(prefix)\(spec.name).") }
  }

  private static func keys(_ value: ValueSpec, under prefix: String) -> [(path: String, spec: KeySpec)] {
    switch value {
    case .keys(let specs, _): keys(specs, under: prefix)
    case .names(let element, _), .list(let element): keys(element, under: prefix)
    case .anyOf(let specs): specs.flatMap { keys($0, under: prefix) }
    case .scalar, .given, .json: []
    }
  }

  @Test(arguments: [PipelineKeys.all(), CatalogKeys.all])
  func `every key has a help text of one or two sentences`(catalogue: [KeySpec]) {
    for (path, spec) in KeyCatalogTests.keys(catalogue) {
      #expect(spec.help.hasSuffix(".") && spec.help.first?.isLowercase == false, "\(path)")
      #expect(spec.help.count <= 120, "\(path)")
    }
  }

  @Test(arguments: [PipelineKeys.all(), CatalogKeys.all])
  func `every default has the form of its key`(catalogue: [KeySpec]) {
    for (path, spec) in KeyCatalogTests.keys(catalogue) {
      guard case .defaultText(let text) = spec.presence, case .scalar(let form) = spec.value else { continue }
      #expect(form.error(in: text) == nil, "\(path)")
    }
  }

  @Test func `a report's parameters and secrets are keys of its source`() throws {
    let system = try #require(try CatalogLibrary().system(named: "chat-tonic"))
    let report = try #require(system.reports.first { $0.name == "nps-export" })
    let keys = KeyCatalogTests.keys(PipelineKeys.all(for: report, of: system)).map(\.path)
    #expect(
      ["codename", "username", "password", "access_token", "type_user", "base_url"].allSatisfy {
        keys.contains("source.\($0)")
      })
    #expect(!keys.contains("source.date_format"))
    #expect(Set(keys).count == keys.count)
  }

  /// Looking up each fault among all before it, or a suggestion for each, would take minutes.
  @Test(.timeLimit(.minutes(1))) func `ninety thousand unknown keys are reported, a hundred with the known keys`() {
    let lines = TestPipeline(adding: (0..<90_000).map { "unknown_\($0): 1\n" }.joined()).lines
    #expect(lines.count == 90_000)
    let known = "; known: version, name, description, source, range, fields, rules, sink, load, on_finish"
    #expect(lines.dropFirst(99).first == "calls.yaml:112:1: error: unknown key `unknown_99`\(known)")
    #expect(lines.dropFirst(100).first == "calls.yaml:113:1: error: unknown key `unknown_100`")
    #expect(lines.last == "calls.yaml:90012:1: error: unknown key `unknown_89999`")
  }
}
