/// Reads YAML nodes by the key specifications and collects all errors.
///
/// Values with errors are left out of the result, so that no error is reported twice.
struct SpecReader {
  let path: String
  /// Variables for `${NAME}`; nil if a file has none.
  let environment: [String: String]?
  /// All keys of the file, to suggest the section of a misplaced one.
  private let catalogue: [KeySpec]
  private(set) var diagnostics: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []

  /// The most unknown keys of a section that are explained: more have one cause, and each explanation takes time.
  private static let maxExplained = 100

  init(path: String, environment: [String: String]?, catalogue: [KeySpec]) {
    self.path = path
    self.environment = environment
    self.catalogue = catalogue
  }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  mutating func report(_ message: String, at location: YAMLNode.Location, severity: Diagnostic.Severity = .error) {
    let diagnostic = Diagnostic(
      path: path, line: location.line, column: location.column, severity: severity, message: message)
    if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  mutating func report(_ others: [Diagnostic]) {
    reported.formUnion(others)
    diagnostics += others
  }

  /// Returns the checked value of a node; nil if it has an error, which is reported. Messages call it `subject`.
  mutating func value(_ node: YAMLNode, _ spec: ValueSpec, subject: String) -> SpecValue? {
    switch (spec, node.content) {
    case (.anyOf(let specs), _):
      guard let spec = specs.first(where: { $0.admits(node) }) else {
        return mismatch(node, spec, subject)
      }
      return value(node, spec, subject: subject)
    case (.scalar(let form), .scalar(let written)):
      return scalar(written, form, at: node.location, subject: subject).map(SpecValue.scalar)
    case (.scalar(let form), .null(let written)) where form.takesNull(written):
      return scalar(written, form, at: node.location, subject: subject).map(SpecValue.scalar)
    case (.given, .scalar), (.given, .mapping):
      return given(node, subject: subject)
    case (.json, _):
      return json(node, subject: subject).map { .json($0, node) }
    case (.list(let element), .list(let nodes)):
      let values = nodes.map { value($0, element, subject: "an element of \(subject)") }
      let known = values.compactMap { $0 }
      return known.count == values.count ? .list(known, node.location) : nil
    case (.keys(let specs, let isOpen), .mapping(let entries)):
      return .section(section(entries, specs, isOpen: isOpen, at: node.location))
    case (.names(let element, _), .mapping(let entries)):
      return .names(names(entries, element), node.location)
    case (.keys(let specs, let isOpen), .null) where specs.allSatisfy({ $0.presence != .required }):
      // A section whose lines are all commented out.
      return .section(section([], specs, isOpen: isOpen, at: node.location))
    case (.names, .null):
      return .names([], node.location)
    default:
      return mismatch(node, spec, subject)
    }
  }

  private mutating func mismatch(_ node: YAMLNode, _ spec: ValueSpec, _ subject: String) -> SpecValue? {
    if case .null = node.content {
      report("\(subject): expected \(spec.expectation), found no value", at: node.location)
    } else {
      var hint = ""
      if case (.scalar(.template), .mapping) = (spec, node.content) {
        hint = "; quote text that begins with `{`"
      }
      report("\(subject): expected \(spec.expectation), found \(node.kind)\(hint)", at: node.location)
    }
    return nil
  }

  private mutating func scalar(
    _ written: String, _ form: ScalarType, at location: YAMLNode.Location, subject: String
  ) -> SpecScalar? {
    var text = written
    if form != .verbatim, let environment {
      switch InterpolatedString(written)?.resolved(in: environment) {
      case .text(let resolved): text = resolved
      case .unset(let names):
        report("\(SpecReader.unset(names)); write `${\(names[0]):-DEFAULT}` for a default", at: location)
        return nil
      case nil:
        report(SpecReader.brokenVariable(subject), at: location)
        return nil
      }
    }
    guard let hint = form.error(in: text) else { return SpecScalar(text: text, written: written, location: location) }
    // A value from the environment could be a secret in the wrong place, so only text from the file is repeated.
    let isWritten = text == written
    let quoted =
      !form.mayBeQuoted ? "an invalid value" : isWritten ? "`\(text.shortened())`" : "the value of `\(written)`"
    report("\(subject): expected \(form.expectation), found \(quoted)\(isWritten ? hint : "")", at: location)
    return nil
  }

  private mutating func given(_ node: YAMLNode, subject: String) -> SpecValue? {
    if case .mapping(let entries) = node.content {
      let spec = KeySpec("file", .path, .required, help: "File whose content is the value.")
      let section = section(entries, [spec], isOpen: false, at: node.location)
      return section.scalar("file").map { .given(.file(path: $0.text, written: $0.written), node.location) }
    }
    guard let text = node.text else { return nil }
    if let environment, InterpolatedString(text)?.resolved(in: environment) == nil {
      report(SpecReader.brokenVariable(subject), at: node.location)
      return nil
    }
    return .given(.text(text), node.location)
  }

  private mutating func json(_ node: YAMLNode, subject: String) -> JSONTemplate? {
    switch node.content {
    case .null: return .literal("null")
    case .scalar(let text):
      if let literal = node.jsonLiteral { return .literal(literal) }
      return scalar(text, .template(tokens: nil), at: node.location, subject: subject)
        .flatMap { try? Template($0.text) }.map { .text($0) }
    case .list(let nodes):
      let elements = nodes.compactMap { json($0, subject: "an element of \(subject)") }
      return elements.count == nodes.count ? .array(elements) : nil
    case .mapping(let entries):
      let members = entries.compactMap { entry in
        json(entry.value, subject: "`\(entry.name)`").map { (name: entry.name, value: $0) }
      }
      return members.count == entries.count ? .object(members) : nil
    }
  }

  private mutating func names(_ entries: [YAMLNode.Entry], _ spec: ValueSpec) -> [SpecName] {
    entries.compactMap { entry in
      value(entry.value, spec, subject: "`\(entry.name)`").map {
        SpecName(name: entry.name, location: entry.location, value: $0)
      }
    }
  }

  /// Reads the keys of a mapping. Keys that an open mapping does not know are left to the caller.
  mutating func section(
    _ entries: [YAMLNode.Entry], _ specs: [KeySpec], isOpen: Bool, at location: YAMLNode.Location
  ) -> SpecSection {
    var section = SpecSection(location: location, specs: specs)
    let known = specs.map(\.name)
    var unknownCount = 0
    for entry in entries {
      section.locations[entry.name] = entry.location
      if let spec = specs.first(where: { $0.name == entry.name }) {
        section.values[entry.name] = value(entry.value, spec.value, subject: "`\(entry.name)`")
      } else if !isOpen {
        unknownCount += 1
        guard unknownCount <= SpecReader.maxExplained else {
          report("unknown key `\(entry.name)`", at: entry.location)
          continue
        }
        let meant = SpellingSuggestion.of(entry.name, among: known)
        report(unknown(entry.name, meant: meant, among: known), at: entry.location)
        if let meant { section.misspelt.insert(meant) }
      }
    }
    for spec in specs where spec.presence == .required && section.locations[spec.name] == nil {
      if section.misspelt.contains(spec.name) { continue }
      let example = spec.example.map { ", for example `\(spec.name): \($0)`" } ?? ""
      report("the key `\(spec.name)` is missing: \(spec.help.firstSentence.asClause())\(example)", at: location)
    }
    return section
  }

  private func unknown(_ name: String, meant: String?, among known: [String]) -> String {
    let diagnostic = "unknown key `\(name)`"
    let homes = SpecReader.homes(of: name, in: catalogue)
    if homes.count == 1 { return "\(diagnostic); it belongs under `\(homes[0])`" }
    return diagnostic + (meant.map { "; did you mean `\($0)`?" } ?? "; known: \(known.joined(separator: ", "))")
  }

  /// The sections that have a key, as `source.retry`.
  private static func homes(of name: String, in specs: [KeySpec], prefix: String = "") -> [String] {
    specs.flatMap { spec -> [String] in
      guard case .keys(let inner, _) = spec.value else { return [] }
      let path = prefix + spec.name
      return (inner.contains { $0.name == name } ? [path] : []) + homes(of: name, in: inner, prefix: path + ".")
    }
  }

  static func unset(_ names: [String]) -> String {
    names.count == 1
      ? "the environment variable \(names[0]) is not set"
      : "the environment variables \(names.joined(separator: ", ")) are not set"
  }

  private static func brokenVariable(_ subject: String) -> String {
    "\(subject) contains an invalid `${`; "
      + "write `${NAME}`, `${NAME:-default}`, or `$${` for a literal `${`"
  }
}

extension ValueSpec {
  /// Returns true if a node has the YAML kind of this spec.
  fileprivate func admits(_ node: YAMLNode) -> Bool {
    switch (self, node.content) {
    case (.scalar(let form), .null(let written)): form.takesNull(written)
    case (.scalar, .scalar), (.given, .scalar), (.given, .mapping), (.list, .list), (.keys, .mapping),
      (.names, .mapping):
      true
    case (.anyOf(let specs), _): specs.contains { $0.admits(node) }
    default: false
    }
  }
}

extension String {
  /// Returns the help text as part of a sentence: without its final period, and in lowercase if it begins with a
  /// common word.
  package func asClause() -> String {
    let text = hasSuffix(".") ? String(dropLast()) : self
    let first = text.prefix { $0 != " " }
    // Names such as HTTP or RFC keep their capitals.
    guard first.dropFirst().allSatisfy({ !$0.isUppercase }) else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  fileprivate var firstSentence: String {
    firstRange(of: ". ").map { String(self[..<$0.lowerBound]) } ?? self
  }

  /// Returns at most 60 characters, on one line.
  func shortened() -> String {
    let line = String(map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return line.count > 60 ? line.prefix(59) + "…" : line
  }
}
