import Records

/// The part of a catalog file that describes reports.
extension CatalogReader {
  mutating func report(_ entry: SpecName, _ section: SpecSection, _ scope: Scope) -> CatalogReport {
    let parameters = parameters(section)
    for parameter in section.names("parameters") {
      checkName(parameter, taken: PipelineKeys.source.map(\.name) + scope.parameters + scope.secrets)
    }
    checkName(entry, taken: [])
    let names = scope.parameters + parameters.map(\.name)
    let paging = paging(ofReport: section, over: scope.paging)
    let pageTokens = CatalogReader.pageTokens(paging, written: section.writtenSection("paging"))
    let request = section.section("request").flatMap {
      self.request($0, known: ["window.start", "window.end"] + pageTokens + names)
    }
    let usesWindow = request.map { !$0.tokens.isDisjoint(with: ["window.start", "window.end"]) } ?? false
    let grain = section.word("grain", Grain.self) ?? .event
    let envelope = envelope(section.section("envelope"), over: envelope(scope.envelope, over: nil))
    checkPages(paging, in: request, grain: grain, records: envelope.records, section)
    checkFieldNames(section.names("fields"))
    let fields = section.names("fields").compactMap { field($0, parameters: names) }
    checkTime(section, grain: grain, fields: fields)
    return CatalogReport(
      name: entry.name, title: section.text("title") ?? entry.name, help: section.text("help"),
      request: request ?? RequestTemplate(method: "GET", path: Template(parts: [])),
      grain: grain, timeField: section.text("time"), parameters: parameters,
      window: window(section, scope.window, isUsed: usesWindow),
      limits: limits(section.section("limits"), over: limits(scope.limits, over: Limits())),
      envelope: envelope, paging: paging,
      verdicts: verdicts(section) + scope.verdicts, fields: fields, partition: section.template("partition"))
  }

  /// Checks the names of fields, which are the columns of a pipeline that lists none.
  private mutating func checkFieldNames(_ entries: [SpecName]) {
    var seen: [String: String] = [:]
    for entry in entries {
      if !reader.reportBadName(entry, seen: seen) { seen[entry.name.lowercased()] = entry.name }
    }
  }

  private mutating func checkTime(_ section: SpecSection, grain: Grain, fields: [CatalogField]) {
    guard let time = section.scalar("time") else { return }
    if grain != .event {
      reader.report("`time` requires `grain: event`", at: time.location)
    } else if !fields.contains(where: { $0.name == time.text }) {
      let hint = SpellingSuggestion.hint(for: time.text, among: fields.map(\.name))
      reader.report("`time` is not a field of the report\(hint)", at: time.location)
    }
  }

  /// The window's format: the report's keys, then the system's, then defaults. `isUsed`: a request contains the
  /// window.
  mutating func window(_ section: SpecSection, _ inherited: SpecSection?, isUsed: Bool) -> WindowFormat {
    let own = section.section("window")
    func scalar(_ key: String) -> SpecScalar? { own?.scalar(key) ?? inherited?.scalar(key) }
    let written = scalar("format").flatMap { try? TimePattern($0.text) }
    if isUsed, written == nil, own?.isGiven("format") != true, inherited?.isGiven("format") != true {
      reader.report("the request contains the window; set `window.format`", at: section.location)
    }
    let pattern = written ?? .instant
    let step = pattern.step
    var resolution = step
    if let scalar = scalar("resolution"), let duration = Duration(written: scalar.text) {
      resolution = duration.wholeMicroseconds
      if resolution < step || resolution % step != 0 {
        reader.report("`resolution` is finer than the smallest unit of `format`", at: scalar.location)
      } else if CivilTime.microsecondsPerDay % resolution != 0 {
        reader.report("`resolution` does not divide a day", at: scalar.location)
      }
    }
    if pattern.isEpoch, let zone = scalar("zone"), zone.text == "range" {
      reader.report(
        "\(pattern.text) is independent of the time zone; remove `zone`", at: zone.location)
    }
    return WindowFormat(
      pattern: pattern, usesRangeZone: scalar("zone")?.text == "range",
      endIsInclusive: scalar("end")?.text == "inclusive", resolution: .microseconds(resolution))
  }

  func limits(_ section: SpecSection?, over inherited: Limits) -> Limits {
    var limits = inherited
    if let records = section?.integer("records") { limits.records = records }
    if let window = section?.duration("window") { limits.window = window }
    if let bytes = section?.bytes("bytes") { limits.bytes = bytes }
    if let time = section?.duration("time") { limits.time = time }
    if let inFlight = section?.integer("in_flight") { limits.inFlight = inFlight }
    if let calls = section?.integer("calls_per_day") { limits.callsPerDay = calls }
    return limits
  }

  mutating func envelope(_ section: SpecSection?, over inherited: Envelope?) -> Envelope {
    var envelope = inherited ?? Envelope(records: [], success: nil, declared: nil, message: nil)
    guard let section else { return envelope }
    if let records = section.text("records") {
      envelope.records = ["", "."].contains(records) ? [] : section.keyPath("records") ?? []
    }
    if let success = section.writtenSection("success"), let path = success.keyPath("at") {
      envelope.success = (path, success.scalars("any_of")?.map(\.text) ?? [])
    }
    if let declared = section.writtenSection("declared"), let path = declared.keyPath("at") {
      envelope.declared = DeclaredCount(
        at: path, pattern: declared.text("pattern"), sample: declared.template("sample"),
        isRequired: declared.boolean("required") ?? false)
      checkCount(declared)
    }
    if let message = section.keyPath("message") { envelope.message = message }
    return envelope
  }

  /// A pattern must have a group for the number, and find it in the sample.
  private mutating func checkCount(_ declared: SpecSection) {
    guard let pattern = declared.scalar("pattern"), let expression = try? CatalogPattern(pattern.text) else { return }
    guard pattern.text.replacing("\\(", with: "").replacing("(?", with: "").contains("(") else {
      reader.report("`pattern` has no group in parentheses for the number", at: pattern.location)
      return
    }
    guard let sample = declared.scalar("sample"), let template = try? Template(sample.text) else { return }
    do throws(CatalogPatternTimeout) {
      let groups = try expression.firstMatch(in: template.rendered { _ in "12" }) ?? []
      guard groups.count > 1, groups[1] == "12" else {
        return reader.report("`pattern` does not find the number in `sample`", at: sample.location)
      }
    } catch {
      reader.report("\(error)", at: pattern.location)
    }
  }

  private mutating func field(_ entry: SpecName, parameters: [String]) -> CatalogField? {
    guard let section = entry.section else { return nil }
    let names = section.scalars("from") ?? [SpecScalar(text: "", written: "", location: entry.location)]
    let origin =
      section.isGiven("from")
      ? reader.origin(names, parameters: parameters, location: section.location(of: "from"))
      : .record([.init([entry.name])])
    guard let origin else { return nil }
    let type = section.word("type", ColumnType.self) ?? (section.isGiven("join") ? .string : origin.defaultType)
    if section.isGiven("join"), type != .string {
      reader.report("`join` produces text; set `type: string`", at: section.location(of: "join"))
    }
    let format = reader.timeFormat(section, type, origin)
    if let format { reader.checkDefault(section, type, format) }
    let hint = section.writtenSection("sample").map { sample in
      SampleHint(
        like: sample.word("like", SampleHint.Likeness.self), values: sample.scalars("values")?.map(\.text) ?? [],
        asText: sample.boolean("as_text") ?? false, missing: sample.share("missing") ?? 0)
    }
    return CatalogField(
      name: entry.name, origin: origin, type: type, format: format, help: section.text("help"),
      nullIf: section.scalars("null_if")?.map(\.text) ?? [], trim: section.boolean("trim") ?? false,
      defaultValue: section.text("default"), join: section.text("join"),
      isRequired: section.boolean("required") ?? false, sample: hint)
  }
}

extension SpecReader {
  /// Returns the origin that one or several names represent; nil, after reporting an error, if they cannot be
  /// combined.
  mutating func origin(_ names: [SpecScalar], parameters: [String], location: YAMLNode.Location) -> FieldOrigin? {
    let origins = names.compactMap { name in FieldOrigin(written: name.text).map { (name, $0) } }
    guard origins.count == names.count, let (first, origin) = origins.first else {
      // Errors of a name are already reported.
      if names.isEmpty { report("`from` is empty", at: location) }
      return nil
    }
    if case .parameter(let name) = origin, !parameters.contains(name) {
      let hint = SpellingSuggestion.hint(for: name, among: parameters)
      report("unknown parameter `\(name)`\(hint)", at: first.location)
      return nil
    }
    guard names.count > 1 else { return origin }
    var paths: [FieldOrigin.KeyPath] = []
    for (name, origin) in origins {
      guard case .record(let path) = origin else {
        report("`\(name.text)` cannot be one of several names; only a record's fields can", at: name.location)
        return nil
      }
      paths += path
    }
    return .record(paths)
  }
}

extension TimePattern {
  /// The format `2026-10-01T05:00:00Z`, if no request contains a time.
  fileprivate static let instant = TimePattern(
    parts: [
      .year, .literal("-"), .month, .literal("-"), .day, .literal("T"), .hour, .literal(":"), .minute, .literal(":"),
      .second, .literal("Z"),
    ], text: "yyyy-MM-dd'T'HH:mm:ss'Z'")
}
