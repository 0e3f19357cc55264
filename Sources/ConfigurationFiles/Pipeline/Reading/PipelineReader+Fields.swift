import Records

/// The part of a pipeline file that names the columns.
extension PipelineReader {
  /// Returns the columns of the file, or the catalog's if the file lists none.
  mutating func fields(
    _ root: SpecSection, _ report: CatalogReport, of system: CatalogSystem, rules: RulesDeclaration?
  ) -> [FieldDeclaration] {
    let parameters = (system.parameters + report.parameters).map(\.name)
    let entries = root.names("fields")
    if entries.isEmpty {
      let fields = report.defaultColumns
      if fields.isEmpty, !root.isGiven("fields") || root.values["fields"] != nil {
        reader.report(
          "the catalog lists no fields of `\(system.name)/\(report.name)`; list the columns under `fields`",
          at: root.location(of: "fields"))
      }
      checkReservedNames(fields, root)
      return fields
    }
    checkNames(entries, keepsExtras: rules?.unknownFields == .keep)
    let fields = entries.compactMap { field($0, report, parameters: parameters) }
    checkReservedNames(fields, root)
    return fields
  }

  private mutating func checkNames(_ entries: [SpecName], keepsExtras: Bool) {
    var seen: [String: String] = [:]
    for entry in entries {
      let folded = entry.name.lowercased()
      if reader.reportBadName(entry, seen: seen) {
        continue
      } else if folded == "_extra", keepsExtras {
        reader.report("`_extra` is reserved for `unknown_fields: keep`; choose another name", at: entry.location)
      }
      seen[folded] = entry.name
    }
  }

  private mutating func field(
    _ entry: SpecName, _ report: CatalogReport, parameters: [String]
  ) -> FieldDeclaration? {
    let section = entry.section ?? SpecSection(location: entry.value.location, specs: [])
    let own = SpecScalar(text: entry.name, written: entry.name, location: entry.location)
    let names: [SpecScalar] =
      if case .scalar(let name) = entry.value { [name] } else { section.scalars("from") ?? [own] }
    // A name without a mapping may contain dots; a name given as `from` is parsed as a path.
    let isOwnName = entry.section != nil && !section.isGiven("from")
    let known = names.compactMap { report.field(named: $0.text) }
    let origin: FieldOrigin?
    if names.count == 1, let known = known.first {
      origin = known.origin
    } else if isOwnName {
      origin = .record([.init([entry.name])])
    } else {
      let expanded = names.flatMap { report.spelledOut($0) }
      origin = reader.origin(expanded, parameters: parameters, location: section.location(of: "from"))
    }
    guard let origin else { return nil }
    if known.isEmpty { warnOfNearMisses(names, report) }
    if !section.isGiven("format"), Set(known.map(\.format)).count > 1 {
      let fields = known.map { "`\($0.name)`" }.joined(separator: " and ")
      reader.report(
        "the catalog's \(fields) differ in `format`; specify the column's `format`", at: section.location(of: "from"))
    }
    let documented = known.first ?? report.field(at: origin)
    return declaration(entry.name, origin, section, documented)
  }

  private mutating func declaration(
    _ name: String, _ origin: FieldOrigin, _ section: SpecSection, _ documented: CatalogField?
  ) -> FieldDeclaration {
    let join = section.text("join")
    let type =
      section.word("type", ColumnType.self) ?? (join != nil ? .string : documented?.type ?? origin.defaultType)
    if join != nil, type != .string {
      reader.report("`join` produces text; set `type: string`", at: section.location(of: "join"))
    }
    // The catalog's settings for its own type may not suit another type; the API's time format is the same for all
    // time types.
    let isSameType = documented?.type == type
    let format = reader.timeFormat(section, type, origin, documented: documented?.format)
    let isSameForm = isSameType && documented?.format == format
    let field = FieldDeclaration(
      name: name, origin: origin, type: type, format: format,
      nullIf: section.scalars("null_if")?.map(\.text) ?? documented?.nullIf ?? [],
      trim: section.boolean("trim") ?? documented?.trim ?? false,
      defaultValue: section.text("default") ?? (isSameForm ? documented?.defaultValue : nil),
      join: join ?? (isSameType ? documented?.join : nil),
      isRequired: section.boolean("required") ?? documented?.isRequired ?? false)
    if let format {
      reader.checkDefault(section, type, format)
    } else if let text = section.scalar("default"), !section.isGiven("format"), !type.admits(text.text) {
      reader.report("`default` is not a valid \(type.rawValue), the column's type", at: text.location)
    }
    return field
  }

  /// Warns only about names that are nearly a known field, because an API may have undocumented fields.
  private mutating func warnOfNearMisses(_ names: [SpecScalar], _ report: CatalogReport) {
    for name in names {
      guard case .record(let paths)? = FieldOrigin(written: name.text), report.field(at: .record(paths)) == nil,
        let meant = SpellingSuggestion.slip(of: name.text, among: report.knownNames)
      else { continue }
      reader.report(
        "the catalog has no field `\(name.text)`; did you mean `\(meant)`?", at: name.location, severity: .warning)
    }
  }
}

extension SpecReader {
  /// Rejects a column without a name, or with a name that differs from another only in case, because many readers
  /// ignore case.
  ///
  /// - Parameter seen: names by their lowercased form.
  /// - Returns: true if an error was reported.
  mutating func reportBadName(_ entry: SpecName, seen: [String: String]) -> Bool {
    if entry.name.allSatisfy(\.isWhitespace) {
      report("a column needs a name", at: entry.location)
    } else if entry.name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      report("the column's name contains a control character", at: entry.location)
    } else if let other = seen[entry.name.lowercased()] {
      report("the column names `\(other)` and `\(entry.name)` differ only in case", at: entry.location)
    } else {
      return false
    }
    return true
  }
}

extension ColumnType {
  /// Returns false if a text is certainly not a value of the type.
  fileprivate func admits(_ text: String) -> Bool {
    switch self {
    case .integer: Int64(text) != nil
    case .decimal, .double:
      !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) } && Double(text) != nil
    case .date: CalendarDay(text) != nil
    default: true
    }
  }
}

extension CatalogReport {
  func field(named name: String) -> CatalogField? {
    fields.first { $0.name == name }
  }

  /// The documented field that reads an origin, or one of its names.
  func field(at origin: FieldOrigin) -> CatalogField? {
    fields.first { field in
      if field.origin == origin { return true }
      guard case .record(let known) = field.origin, case .record(let asked) = origin else { return false }
      return asked.contains { known.contains($0) }
    }
  }

  /// Every name and path of the documented fields.
  var knownNames: [String] {
    fields.flatMap { field in
      if case .record(let paths) = field.origin { [field.name] + paths.map(\.description) } else { [field.name] }
    }
  }

  /// Returns the paths that a documented field's name represents; any other name unchanged.
  func spelledOut(_ name: SpecScalar) -> [SpecScalar] {
    guard case .record(let paths)? = field(named: name.text)?.origin else { return [name] }
    return paths.map { SpecScalar(text: $0.description, written: name.written, location: name.location) }
  }

  /// The columns of a pipeline that lists none: the documented fields, and the window if a row does not contain its
  /// time.
  package var defaultColumns: [FieldDeclaration] {
    let documented = fields.map { field in
      FieldDeclaration(
        name: field.name, origin: field.origin, type: field.type, format: field.format, nullIf: field.nullIf,
        trim: field.trim, defaultValue: field.defaultValue, join: field.join, isRequired: field.isRequired)
    }
    let specifiesWindow = documented.contains { if case .window = $0.origin { true } else { false } }
    guard grain != .event, !specifiesWindow else { return documented }
    var columns = FieldOrigin.WindowValue.allCases.map { value in
      let origin = FieldOrigin.window(value)
      return FieldDeclaration(name: "window_\(value.rawValue)", origin: origin, type: origin.defaultType)
    }
    if grain == .request, documented.isEmpty {
      columns += [
        FieldDeclaration(name: "status", origin: .responseStatus, type: .integer),
        FieldDeclaration(name: "requested_at", origin: .requestTime, type: .timestamp),
      ]
    }
    let taken = Set(documented.map { $0.name.lowercased() })
    return columns.filter { !taken.contains($0.name) } + documented
  }
}
