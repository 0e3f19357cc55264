import Records

/// The part of a pipeline file that names the warehouse table.
extension PipelineReader {
  mutating func load(
    _ section: SpecSection, fields: [FieldDeclaration], sink: SinkDeclaration?
  ) -> LoadDeclaration? {
    let client = self.client(section)
    guard let engine = section.word("into", WarehouseEngine.self) else { return nil }
    let table = self.table(section, engine)
    let files = self.files(section, engine)
    checkColumns(fields, engine, at: section.location(of: "into"))
    if let sink { checkFormat(sink, fields, engine, at: section.location(of: "into")) }
    guard let table, let client, !reader.hasErrors else { return nil }
    return LoadDeclaration(
      engine: engine, table: table, client: client, files: files, isFinalOnly: section.text("only") == "final")
  }

  private mutating func table(_ section: SpecSection, _ engine: WarehouseEngine) -> TableName? {
    guard let text = section.text("table") else { return nil }
    let location = section.location(of: "table")
    guard let table = TableName(written: text) else {
      reader.report("`table` has an empty part; write SCHEMA.TABLE", at: location)
      return nil
    }
    let counts = engine.tableNameParts
    guard counts.contains(table.parts.count) else {
      let example = counts.contains(2) ? "SCHEMA.TABLE" : "CATALOG.SCHEMA.TABLE"
      reader.report(
        "`table` has \(table.parts.count) parts, and \(engine.title) accepts \(counts.lowerBound) to "
          + "\(counts.upperBound); write \(example)", at: location)
      return nil
    }
    if let part = table.parts.first(where: { $0.utf8.count > engine.longestName }) {
      reader.report(
        "`\(part.shortened())` is longer than \(engine.longestName) bytes, the longest name of \(engine.title)",
        at: location)
      return nil
    }
    return table
  }

  private mutating func client(_ section: SpecSection) -> [String]? {
    guard let client = section.scalars("client")?.map(\.text) else { return nil }
    let location = section.location(of: "client")
    guard client.first.map({ $0.contains { !$0.isWhitespace } }) == true else {
      reader.report(
        "`client` is empty; give a program and its arguments, for example `[psql, -X, service=warehouse]`",
        at: location)
      return nil
    }
    if client.contains(where: { $0.contains("${") }) {
      reader.report(
        "`client` does not resolve `${NAME}`, because process lists show arguments; "
          + "use the client's credentials file or its own environment variables", at: location)
      return nil
    }
    if client.contains(where: PipelineReader.hasPassword) {
      reader.report(
        "`client` contains a password, which process lists show; "
          + "use the client's credentials file or its own environment variables", at: location)
      return nil
    }
    return client
  }

  /// Recognizes `password=…`, `--password=…` and `scheme://user:password@host`.
  private static func hasPassword(_ argument: String) -> Bool {
    let text = argument.lowercased()
    for word in ["password=", "pwd=", "token="] {
      if let range = text.firstRange(of: word), range.upperBound < text.endIndex { return true }
    }
    guard let scheme = text.firstRange(of: "://"), let host = text[scheme.upperBound...].firstIndex(of: "@") else {
      return false
    }
    return text[scheme.upperBound..<host].contains(":")
  }

  private mutating func files(_ section: SpecSection, _ engine: WarehouseEngine) -> String? {
    let location = section.location(of: "files")
    let text = section.text("files")
    switch engine.filesSource {
    case .sink:
      guard text != nil else { return nil }
      reader.report(
        "\(engine.title) reads the partitions from the sink on this machine; remove `files`", at: location)
      return nil
    case .bucket(let example):
      guard var text else {
        if !section.isGiven("files") {
          reader.report(
            "\(engine.title) reads the partitions from a bucket; add `files`, for example `files: \(example)`",
            at: location)
        }
        return nil
      }
      while text.hasSuffix("/") { text.removeLast() }
      return text
    }
  }

  private mutating func checkFormat(
    _ sink: SinkDeclaration, _ fields: [FieldDeclaration], _ engine: WarehouseEngine, at location: YAMLNode.Location
  ) {
    if !engine.formats.contains(sink.format) {
      let formats = engine.formats.map { "`format: \($0.rawValue)`" }.joinedAsChoice()
      reader.report(
        "\(engine.title) cannot load `format: \(sink.format.rawValue)` without loss; set \(formats) in `sink`",
        at: location)
    } else if let field = fields.first(where: { !engine.reads($0.type, from: sink.format) }) {
      reader.report(
        "\(engine.title) does not read the \(field.type.rawValue) column `\(field.name)` exactly from "
          + "`format: \(sink.format.rawValue)`; set another format in `sink`, or give the column the type string",
        at: location)
    } else if sink.format == .csv, sink.csv.escapeFormulas {
      reader.report(
        "`csv.escape_formulas` changes values, which a table should contain unchanged; set it to false to load",
        at: location)
    } else if sink.format == .csv, engine.readsQuotedNulls, !sink.csv.nullText.isEmpty {
      reader.report(
        "\(engine.title) also reads the quoted text `\(sink.csv.nullText)` as null; remove `csv.null_text` to load",
        at: location)
    }
  }

  private mutating func checkColumns(
    _ fields: [FieldDeclaration], _ engine: WarehouseEngine, at location: YAMLNode.Location
  ) {
    for field in fields {
      if field.name.utf8.count > engine.longestName {
        reader.report(
          "the column `\(field.name.shortened())` is longer than \(engine.longestName) bytes, the longest name of "
            + "\(engine.title)", at: location)
      } else if let character = field.name.first(where: engine.invalidNameCharacters.contains) {
        reader.report(
          "\(engine.title) rejects `\(character)` in the column name `\(field.name.shortened())`; choose another name",
          at: location)
      } else if field.name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        reader.report(
          "the column `\(field.name.shortened())` contains a control character, which `load` does not accept",
          at: location)
      }
    }
  }
}
