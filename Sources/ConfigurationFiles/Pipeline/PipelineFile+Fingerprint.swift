import Records

extension PipelineFile {
  /// All settings that affect the bytes of the partitions, including the catalog's, in an order that depends only on
  /// the file.
  ///
  /// Keys are unique. Settings that only affect which rows are fetched, when, or to which place are omitted:
  /// secrets, patience, limits, the ends of the range, names and the sink's path.
  package var fingerprintEntries: [FingerprintEntry] {
    sourceEntries + fieldEntries + ruleEntries + sinkEntries
  }

  private var sourceEntries: [FingerprintEntry] {
    let request = source.report.request
    var entries = [
      FingerprintEntry(key: "report", value: source.reportName),
      FingerprintEntry(key: "source address", value: source.baseURL ?? "unknown"),
      FingerprintEntry(key: "request", value: request.line),
    ]
    for (name, value) in request.headers {
      entries.append(FingerprintEntry(key: "request header `\(name)`", value: value.description))
    }
    switch request.body {
    case .none: break
    case .json(let members):
      for (name, value) in members {
        // Strings are written unchanged, as when bodies contained only strings; other values must differ from every
        // string.
        let shown =
          switch value {
          case .text(let template): template.description
          case .literal(let text): "\(text), no text"
          case .array, .object: value.description
          }
        entries.append(FingerprintEntry(key: "request body `\(name)`", value: shown))
      }
    case .form(let items):
      for (name, value) in items {
        entries.append(FingerprintEntry(key: "request form `\(name)`", value: value.description))
      }
    }
    if let paging = source.report.paging { entries.append(FingerprintEntry(key: "pages", value: paging.summary)) }
    var used = request.tokens
    for case .parameter(let name) in fields.map(\.origin) { used.insert(name) }
    for name in used.sorted() {
      guard let value = source.parameters[name] else { continue }
      entries.append(FingerprintEntry(key: "parameter `\(name)`", value: value))
    }
    let records = source.report.envelope.records
    // The texts are hashed: rewording one would make every committed chunk differ from its pipeline.
    let path = records.isEmpty ? "the top of the answer" : FieldOrigin.KeyPath(records).description
    return entries + [
      FingerprintEntry(key: "window format", value: source.report.window.summary),
      FingerprintEntry(key: "place of the records", value: path),
      FingerprintEntry(key: "time zone", value: range.timeZone),
      FingerprintEntry(key: "chunk length", value: range.chunk.description),
    ]
  }

  private var fieldEntries: [FingerprintEntry] {
    let names = fields.map { $0.name.quotedIfNeeded }.joined(separator: ", ")
    return [FingerprintEntry(key: "columns", value: names)]
      + fields.map { FingerprintEntry(key: "field `\($0.name)`", value: $0.summary) }
  }

  private var ruleEntries: [FingerprintEntry] {
    var entries = [
      FingerprintEntry(
        key: "unknown fields", value: rules.unknownFields == .keep ? "kept in `_extra`" : "not kept"),
      FingerprintEntry(key: "bad values", value: rules.badValues.rawValue),
      FingerprintEntry(key: "bad text", value: rules.badText.rawValue),
      FingerprintEntry(key: "empty chunks", value: rules.emptyChunks.rawValue),
    ]
    // An entry only for the exception: chunks that were committed before the rule existed remain valid.
    if rules.keepsNUL { entries.append(FingerprintEntry(key: "U+0000", value: "kept")) }
    return entries
  }

  private var sinkEntries: [FingerprintEntry] {
    let level = sink.compressionLevel.map { "level \($0)" } ?? "default level"
    var entries = [
      FingerprintEntry(key: "partition path", value: sink.partition.description),
      FingerprintEntry(key: "sink format", value: sink.format.rawValue),
      FingerprintEntry(
        key: "compression", value: sink.compression == .gzip ? "gzip, \(level)" : sink.compression.rawValue),
    ]
    if sink.format == .csv {
      let delimiter = sink.csv.delimiter == 0x09 ? "tab" : String(Character(Unicode.Scalar(sink.csv.delimiter)))
      entries += [
        FingerprintEntry(key: "csv delimiter", value: delimiter),
        FingerprintEntry(key: "csv header", value: String(sink.csv.header)),
        FingerprintEntry(key: "csv null text", value: sink.csv.nullText.quoted),
        FingerprintEntry(key: "csv line ending", value: sink.csv.lineEnding.rawValue),
        FingerprintEntry(key: "csv formulas", value: sink.csv.escapeFormulas ? "escaped" : "as they are"),
      ]
    }
    return entries
  }
}

extension RequestTemplate {
  /// `GET /calls?from={window.start}`
  fileprivate var line: String {
    let items = query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    return "\(method) \(path)" + (items.isEmpty ? "" : "?\(items)")
  }
}

extension Paging {
  /// The page size, which does not affect rows, is omitted.
  fileprivate var summary: String {
    let words =
      switch style {
      case .number(let first): "by number from \(first)"
      case .offset(let first): "by offset from \(first)"
      case .cursor(let path): "by the cursor at \(FieldOrigin.KeyPath(path))"
      case .link(let path): "by the link at \(FieldOrigin.KeyPath(path))"
      }
    guard let more else { return words }
    return "\(words), more if \(more.anyOf.map(\.quoted).joinedAsChoice()) at \(FieldOrigin.KeyPath(more.at))"
  }
}

extension WindowFormat {
  fileprivate var summary: String {
    "\(pattern.text) in \(usesRangeZone ? "the range's zone" : "UTC"), "
      + "end \(endIsInclusive ? "inclusive" : "exclusive"), resolution \(resolution.written)"
  }
}

extension FieldDeclaration {
  /// `seconds from time, null if "" or "-", trimmed, else "0"`
  fileprivate var summary: String {
    var text = "\(type.rawValue) from \(origin)"
    if let format { text += ", format \(format.text.quoted)" }
    if !nullIf.isEmpty { text += ", null if \(nullIf.map(\.quoted).joinedAsChoice())" }
    if trim { text += ", trimmed" }
    if let defaultValue { text += ", default \(defaultValue.quoted)" }
    if let join { text += ", joined by \(join.quoted)" }
    if isRequired { text += ", required" }
    return text
  }
}

extension String {
  /// The text in quotes, with backslashes before quotes and backslashes.
  var quoted: String { "\"\(replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }
  fileprivate var quotedIfNeeded: String { contains(where: { ", \"".contains($0) }) ? quoted : self }
}
