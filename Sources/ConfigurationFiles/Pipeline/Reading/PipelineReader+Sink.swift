import Records

/// The part of a pipeline file that names the sink.
extension PipelineReader {
  mutating func sink(
    _ section: SpecSection, fields: [FieldDeclaration], _ report: CatalogReport
  ) -> SinkDeclaration? {
    checkPath(section)
    let partition = section.template("partition") ?? report.partition ?? PipelineReader.partition(for: fields)
    let location = section.location(of: "partition")
    if let reason = PipelineReader.error(in: partition) {
      if !section.isGiven("partition") || section.values["partition"] != nil {
        reader.report("`partition` \(reason)", at: location)
      }
    } else if let key = PipelineReader.collision(of: partition, with: fields) {
      let written = section.isGiven("partition") ? "" : " by default"
      reader.report(
        "`partition` has the key `\(key)`\(written), which is also a column: "
          + "readers would use the path's value as the column's; rename one of them", at: location)
    }
    guard let path = section.text("path").map(SinkPath.normalized),
      let format = section.word("format", SinkFormat.self),
      var compression = section.word("compression", SinkCompression.self)
    else { return nil }
    if format == .parquet, !section.isGiven("compression") { compression = .zstd }
    if format != .parquet, compression == .zstd {
      reader.report("`compression: zstd` requires `format: parquet`", at: section.location(of: "compression"))
    }
    checkLevel(section, format: format, compression: compression)
    if format == .parquet { warnOfNames(of: fields, at: section.location(of: "format")) }
    if section.isGiven("csv"), format != .csv {
      reader.report("`csv` requires `format: csv`", at: section.locations["csv"] ?? section.location)
    }
    guard let csv = section.section("csv").flatMap({ self.dialect($0) }) else { return nil }
    var sink = SinkDeclaration(
      path: path, partition: partition, format: format, compression: compression,
      compressionLevel: section.integer("compression_level"), csv: csv,
      mode: section.text("mode").flatMap(ScalarType.fileMode))
    sink.table = section.word("table", SinkTable.self)
    if let keep = section.duration("keep") { sink.keep = keep }
    checkTable(section, sink, fields: fields)
    return sink
  }

  /// Checks that a table can have these files and columns.
  private mutating func checkTable(_ section: SpecSection, _ sink: SinkDeclaration, fields: [FieldDeclaration]) {
    guard let table = sink.table else {
      if section.isGiven("keep"), !section.isGiven("table") {
        reader.report("`keep` requires `table`", at: section.location(of: "keep"))
      }
      return
    }
    let location = section.location(of: "table")
    if sink.format != .parquet {
      reader.report("`table: \(table.rawValue)` requires `format: parquet`", at: location)
    }
    let refused = Set(" ,;{}()\n\t=")
    for field in fields where field.name.contains(where: { refused.contains($0) }) {
      reader.report(
        "a Delta table cannot have the column name `\(field.name)`; use letters, digits and `_`", at: location)
    }
  }

  private mutating func checkPath(_ section: SpecSection) {
    guard let path = section.scalar("path"), let error = SinkPath.error(in: path.text) else { return }
    reader.report("`path` \(error)", at: path.location)
  }

  private mutating func checkLevel(_ section: SpecSection, format: SinkFormat, compression: SinkCompression) {
    guard let level = section.integer("compression_level") else { return }
    let location = section.location(of: "compression_level")
    if compression != .gzip {
      reader.report("`compression_level` requires `compression: gzip`", at: location)
    } else if level == 0 {
      reader.report("`compression_level` must be 1 to 9; for no compression, write `compression: none`", at: location)
    }
  }

  /// Warns about column names that some readers cannot use.
  private mutating func warnOfNames(of fields: [FieldDeclaration], at location: YAMLNode.Location) {
    let refused = Set(" \t!\"$()*,./;=?@[\\]^`{}~")
    for field in fields where field.name.contains(where: { refused.contains($0) }) {
      reader.report(
        "Spark and BigQuery reject the Parquet column name `\(field.name)`; use letters, digits, `_` and `-`",
        at: location, severity: .warning)
    }
  }

  private mutating func dialect(_ section: SpecSection) -> CSVDialect? {
    guard let delimiter = section.text("delimiter").flatMap(ScalarType.character),
      let header = section.boolean("header"), let null = section.text("null_text"),
      let ending = section.word("line_ending", CSVDialect.LineEnding.self),
      let escapes = section.boolean("escape_formulas")
    else { return nil }
    if null.utf8.contains(where: { [delimiter, 0x22, 0x0A, 0x0D].contains($0) }) {
      reader.report(
        "`null_text` is written without quotes and must not contain a delimiter, quote or line break",
        at: section.location(of: "null_text"))
    }
    return CSVDialect(
      delimiter: delimiter, header: header, nullText: null, lineEnding: ending, escapeFormulas: escapes)
  }

  // MARK: Partition paths

  /// `date={window.date}/{chunk}`, unless a column has that name.
  private static func partition(for fields: [FieldDeclaration]) -> Template {
    let hasDate = fields.contains { $0.name.lowercased() == "date" }
    return Template(parts: [
      .literal(hasDate ? "day=" : "date="), .token("window.date"), .literal("/"), .token("chunk"),
    ])
  }

  /// Returns the reason if a partition would be outside its sink, or would be treated as state or as a hidden file;
  /// otherwise nil.
  private static func error(in partition: Template) -> String? {
    // Tokens become digits, so any sample value has the same result.
    let path = partition.rendered { _ in "0" }
    if path.hasPrefix("/") { return "is a path within the sink and must not begin with `/`" }
    for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
      if segment.isEmpty { return "has an empty part; remove a `/` at its end and double `/`" }
      if segment.hasPrefix(".") { return "has the part `\(segment)`, which begins with `.`" }
      if segment.hasPrefix("_") { return "has a part that begins with `_`, and loaders ignore such names" }
    }
    let isPrintable = path.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" }
    return isPrintable ? nil : "contains a backslash or a control character"
  }

  /// The key of a `key=value` part that is a column's name.
  private static func collision(of partition: Template, with fields: [FieldDeclaration]) -> String? {
    let names = Set(fields.map { $0.name.lowercased() })
    let path = partition.rendered { _ in "0" }
    for segment in path.split(separator: "/") {
      guard let sign = segment.firstIndex(of: "=") else { continue }
      let key = String(segment[..<sign])
      if names.contains(key.lowercased()) { return key }
    }
    return nil
  }
}
