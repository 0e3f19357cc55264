import Records

/// Builds a pipeline from the text of its file in two steps: first the syntax of its keys and values, then their
/// meaning for the system and report that it specifies.
struct PipelineReader {
  var reader: SpecReader
  let environment: ConfigurationEnvironment
  /// The base URL of another server that replaces the source's, so that secrets and unset parameters do not matter.
  let addressOverride: String?

  static func read(
    yaml: String, path: String, catalog: CatalogLibrary, environment: ConfigurationEnvironment, addressOverride: String?
  ) throws(Diagnostics) -> PipelineFile {
    var pipeline = PipelineReader(
      reader: SpecReader(path: path, environment: environment.variables, catalogue: PipelineKeys.all()),
      environment: environment, addressOverride: addressOverride)
    let document = YAMLDocument(yaml, path: path)
    pipeline.reader.report(document.diagnostics)
    let file = document.root.flatMap { pipeline.file($0, path: path, catalog: catalog) }
    if document.root == nil, document.diagnostics.isEmpty {
      pipeline.reader.report("the file is empty; begin a pipeline file with `version: 1`", at: .top)
    }
    let diagnostics = pipeline.reader.diagnostics.sortedByLocation()
    guard var file, !pipeline.reader.hasErrors else { throw Diagnostics(diagnostics) }
    file.warnings = diagnostics
    return file
  }

  private mutating func file(_ root: YAMLNode, path: String, catalog: CatalogLibrary) -> PipelineFile? {
    let (system, report) = named(in: root, catalog)
    var root = root
    if addressOverride != nil { root.remove("base_url", in: "source") }
    let keys = PipelineKeys.all(for: report, of: system)
    guard case .section(let section) = reader.value(root, .keys(keys), subject: "the file") else { return nil }
    let range = section.section("range").flatMap { self.range($0) }
    let rules = section.section("rules").flatMap { self.rules($0) }
    guard let system, let report, let source = section.section("source") else { return nil }
    let fields = self.fields(section, report, of: system, rules: rules)
    let declaration = self.source(source, report, of: system, fields: fields)
    if let range { checkChunk(range, section, report, limits: declaration?.limits ?? report.limits) }
    let sink = section.section("sink").flatMap { self.sink($0, fields: fields, report) }
    let hook = self.hook(section)
    let load = section.writtenSection("load").flatMap { self.load($0, fields: fields, sink: sink) }
    guard let name = section.text("name"), let declaration, let range, let rules, let sink else { return nil }
    var file = PipelineFile(
      path: path, name: name, description: section.text("description"), source: declaration, range: range,
      fields: fields, rules: rules, sink: sink)
    file.onFinish = hook
    file.load = load
    for (name, keys) in [("range", ["chunk", "from", "to"]), ("sink", ["partition"])] {
      guard let written = section.section(name) else { continue }
      for key in keys {
        let location = written.location(of: key)
        file.positions["\(name).\(key)"] = TextPosition(line: location.line, column: location.column)
      }
    }
    return file
  }

  /// Returns the system and report that the file specifies, before anything else is read; errors are reported.
  private mutating func named(
    in root: YAMLNode, _ catalog: CatalogLibrary
  ) -> (CatalogSystem?, CatalogReport?) {
    guard let node = root["source"]?["report"], let written = node.text,
      case .text(let text)? = InterpolatedString(written)?.resolved(in: environment.variables)
    else { return (nil, nil) }
    if text != written, !isKnown(text, root, catalog) {
      // A value from the environment might be a secret in the wrong place.
      reader.report("`report`: expected SYSTEM/REPORT, found the value of `\(written)`", at: node.location)
      return (nil, nil)
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      reader.report("`report`: expected SYSTEM/REPORT\(suggestion(for: text, catalog))", at: node.location)
      return (nil, nil)
    }
    guard let system = system(parts[0], of: root, at: node.location, catalog) else { return (nil, nil) }
    if let report = system.reports.first(where: { $0.name == parts[1] }) { return (system, report) }
    let names = system.reports.map(\.name)
    let hint = SpellingSuggestion.hint(for: parts[1], among: names)
    reader.report(
      "`\(system.name)` has no report `\(parts[1])`"
        + (hint.isEmpty ? "; known: \(names.joined(separator: ", "))" : hint), at: node.location)
    return (system, nil)
  }

  /// Returns true if a name that came from the environment may be repeated in a message.
  private func isKnown(_ report: String, _ root: YAMLNode, _ catalog: CatalogLibrary) -> Bool {
    let parts = report.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(ScalarType.isIdentifier) else { return false }
    return root["source"]?["catalog"] != nil || catalog.names.contains(parts[0])
  }

  private func suggestion(for report: String, _ catalog: CatalogLibrary) -> String {
    for name in catalog.names {
      // Commands that use the catalog report its errors.
      guard let system = try? catalog.system(named: name) else { continue }
      if system.reports.contains(where: { $0.name == report }) { return "; did you mean `\(name)/\(report)`?" }
    }
    let named = (try? catalog.system(named: report)) ?? catalog.names.first.flatMap { try? catalog.system(named: $0) }
    let example = named.map { ", for example `\($0.name)/\($0.reports.first?.name ?? "report")`" }
    return "\(example ?? ""); `tidemark reports` lists them"
  }

  private mutating func system(
    _ name: String, of root: YAMLNode, at location: YAMLNode.Location, _ catalog: CatalogLibrary
  ) -> CatalogSystem? {
    do throws(Diagnostics) {
      if let file = root["source"]?["catalog"] {
        guard let own = try ownSystem(file) else { return nil }
        if own.name == name { return own }
        reader.report("the catalog file describes the system `\(own.name)`, not `\(name)`", at: location)
        return nil
      }
      if let system = try catalog.system(named: name) { return system }
    } catch {
      reader.report(error.list)
      return nil
    }
    let hint = SpellingSuggestion.hint(for: name, among: catalog.names)
    let known =
      "; known: \(catalog.names.joined(separator: ", ")); for other systems, set `source.catalog` to your own catalog file"
    reader.report("the catalog does not contain the system `\(name)`\(hint.isEmpty ? known : hint)", at: location)
    return nil
  }

  /// Returns the system of the user's own catalog file; nil if the path has an error.
  private mutating func ownSystem(_ node: YAMLNode) throws(Diagnostics) -> CatalogSystem? {
    guard let written = node.text,
      case .text(let path)? = InterpolatedString(written)?.resolved(in: environment.variables)
    else { return nil }
    let text: String
    do {
      text = try environment.readFile(path)
    } catch {
      reader.report("cannot read the catalog file `\(written)`: \(error)", at: node.location)
      return nil
    }
    return try CatalogSystem(yaml: text, path: path)
  }

  /// Returns `on_finish`, given as a mapping or as a command; nil if it is missing or has an error, which is reported.
  private mutating func hook(_ root: SpecSection) -> HookDeclaration? {
    let section: SpecSection
    switch root.values["on_finish"] {
    case .section(let written): section = written
    case .list(_, let location):
      section = SpecSection(
        location: location, specs: PipelineKeys.hook,
        values: ["command": root.values["on_finish"]].compactMapValues(\.self))
    default: return nil
    }
    guard let command = section.scalars("command")?.map(\.text), let timeout = section.duration("timeout"),
      let occasion = section.word("when", HookDeclaration.Occasion.self)
    else { return nil }
    guard command.first.map({ $0.contains { !$0.isWhitespace } }) == true else {
      reader.report(
        "`on_finish` is empty; give a program and its arguments, for example `[python3, load.py]`",
        at: section.location(of: "command"))
      return nil
    }
    guard !command[0].contains("${") else {
      reader.report(
        "`on_finish` does not resolve `${NAME}` in the program's name; "
          + "use a shell, for example `[sh, -c, 'exec \"$HOME/load\"']`", at: section.location(of: "command"))
      return nil
    }
    guard timeout > .zero else {
      reader.report("`timeout` must be longer than zero", at: section.location(of: "timeout"))
      return nil
    }
    return HookDeclaration(command: command, occasion: occasion, timeout: timeout)
  }

  private mutating func rules(_ section: SpecSection) -> RulesDeclaration? {
    guard let unknown = section.word("unknown_fields", RulesDeclaration.UnknownFields.self),
      let values = section.word("bad_values", BadValuePolicy.self),
      let text = section.word("bad_text", BadTextPolicy.self),
      let keepsNUL = section.boolean("keep_nul"),
      let empty = section.word("empty_chunks", RulesDeclaration.EmptyChunks.self)
    else { return nil }
    return RulesDeclaration(
      unknownFields: unknown, badValues: values, badText: text, keepsNUL: keepsNUL, emptyChunks: empty,
      maxRejects: section.share("max_rejects"))
  }

  private mutating func range(_ section: SpecSection) -> RangeDeclaration? {
    guard let zone = section.text("time_zone"), let from = section.text("from").flatMap(RangeBound.init(written:)),
      let to = section.text("to").flatMap(RangeBound.init(written:)),
      let chunk = section.text("chunk").flatMap(ChunkLength.init(written:))
    else { return nil }
    if RangeBound.isCertainlyEmpty(from: from, to: to) {
      reader.report("the range is empty; `to` is exclusive and must be after `from`", at: section.location(of: "to"))
    }
    return RangeDeclaration(timeZone: zone, from: from, to: to, chunk: chunk, settle: section.duration("settle"))
  }

  /// Checks that a chunk is within the API's limits if its window cannot be split, because it is then one request.
  private mutating func checkChunk(
    _ range: RangeDeclaration, _ root: SpecSection, _ report: CatalogReport, limits: Limits
  ) {
    let seconds = range.chunk.longestSeconds
    let location = root.section("range")?.location(of: "chunk") ?? root.location
    if let longest = limits.window, report.grain != .event, Duration.seconds(seconds) > longest {
      reader.report(
        "a chunk of \(range.chunk) is longer than \(longest.written), the longest window of one request, "
          + "and a report of grain \(report.grain.rawValue) cannot be split", at: location)
    }
    let resolution = report.window.resolution.wholeMicroseconds
    if resolution > 0, seconds * 1_000_000 % resolution != 0 {
      reader.report(
        "a chunk of \(range.chunk) is not a multiple of \(report.window.resolution.written), the API's time resolution",
        at: location)
    }
  }
}

extension YAMLNode {
  /// Removes a key of the mapping at another key.
  fileprivate mutating func remove(_ name: String, in key: String) {
    guard case .mapping(var entries) = content, let index = entries.firstIndex(where: { $0.name == key }),
      case .mapping(let inner) = entries[index].value.content
    else { return }
    entries[index].value.content = .mapping(inner.filter { $0.name != name })
    content = .mapping(entries)
  }
}

extension PipelineFile {
  /// Reads a pipeline file and checks it against the catalog; throws all its errors and warnings at once.
  ///
  /// With `baseURLOverride`, another server replaces the vendor's: it is the source's base URL, unset parameters
  /// have their example values, and secrets are neither required nor read.
  package init(
    yaml text: String, path: String, catalog: CatalogLibrary, environment: ConfigurationEnvironment,
    baseURLOverride: String? = nil
  ) throws(Diagnostics) {
    self = try PipelineReader.read(
      yaml: text, path: path, catalog: catalog, environment: environment, addressOverride: baseURLOverride)
  }
}
