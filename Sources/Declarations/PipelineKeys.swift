import Records

/// The keys of a pipeline file.
package enum PipelineKeys {
  /// All keys, those that a catalog's report adds to `source` included. Without a report `source` takes any further key.
  package static func all(for report: CatalogReport? = nil, of system: CatalogSystem? = nil) -> [KeySpec] {
    [
      KeySpec(
        "version", .word(["1"]), .required, help: "The version of the file's form: always 1.", example: "1"),
      KeySpec(
        "name", .label, .required, help: "What the pipeline is called in logs, in the manifest and in run records.",
        example: "transferred-calls"),
      KeySpec("description", .text, help: "What the pipeline is for, in words for people."),
      KeySpec(
        "source", source(for: report, of: system), .required,
        help: "Which report of which system is exported, and how it is reached."),
      KeySpec("range", .keys(range), .required, help: "The time to export and how it is cut into chunks."),
      KeySpec(
        "fields",
        .names(of: .anyOf([.scalar(.origin), .keys(field)]), noun: "a column"),
        help: "The output columns in their order, each with where its value comes from; left out, the catalog's.",
        example: "{ conn_id: conn_id, started_at: { from: date, type: timestamp } }"),
      KeySpec("rules", .keys(rules), help: "What happens to records that do not fit."),
      KeySpec("sink", .keys(sink), .required, help: "Where the partitions go and how they are written."),
      KeySpec(
        "on_finish", .anyOf([.list(of: .scalar(.verbatim)), .keys(hook)]),
        help: "A command to run after each run of the pipeline: a program and its arguments, without a shell.",
        example: "[python3, load.py]"),
    ]
  }

  /// The keys of `on_finish`, which may also be the command alone.
  static let hook: [KeySpec] = [
    KeySpec(
      "command", .list(of: .scalar(.verbatim)), .required,
      help:
        "The program and its arguments; `[sh, -c, TEXT]` asks a shell. What became of the run is in `TIDEMARK_...`.",
      example: "[python3, load.py]"),
    KeySpec(
      "when", .words(HookDeclaration.Occasion.self), .defaultText("always"),
      help: "After which runs: every one, those that committed all (exit code 0), or the others."),
    KeySpec(
      "timeout", .duration, .defaultText("10 minutes"),
      help: "The longest time that the command may take; then it is ended with all that it started."),
  ]

  private static func source(for report: CatalogReport?, of system: CatalogSystem?) -> ValueSpec {
    guard let report, let system else { return .keys(source, isOpen: true) }
    let parameters = (system.parameters + report.parameters).filter { $0.name != "base_url" }.map { parameter in
      KeySpec(
        parameter.name, .given(isSecret: false, words: parameter.values),
        parameter.defaultValue.map { .defaultText($0) } ?? .optional,
        help: parameter.help ?? "A parameter of \(system.name).", example: parameter.example)
    }
    let secrets = system.secrets.map { secret in
      KeySpec(
        secret.name, .given(isSecret: true), help: secret.help ?? "A secret of \(system.name).",
        example: "${\(system.variableName(of: secret.name))}")
    }
    return .keys(source + parameters + secrets)
  }

  /// The keys of `source` that every system has.
  static let source: [KeySpec] = [
    KeySpec(
      "report", .text, .required, help: "The report as SYSTEM/REPORT; `tidemark reports` lists them.",
      example: "acme/calls"),
    KeySpec(
      "catalog", .path,
      help: "A catalog file of your own that describes the system, relative to the working directory.",
      example: "acme.yaml"),
    KeySpec(
      "base_url", .address, help: "The API's address, instead of the catalog's.", example: "http://127.0.0.1:8080"),
    KeySpec(
      "ca_file", .path,
      help: "A PEM file with the certificate authorities to trust instead of the system's; also SSL_CERT_FILE.",
      example: "company-ca.pem"),
    KeySpec("timeout", .keys(timeout), help: "How long to wait for the API."),
    KeySpec("retry", .keys(retry), help: "How to go on after a passing fault."),
    KeySpec(
      "pause", .duration, .defaultText("0 s"), help: "The least time between one request and the next.",
      example: "2 s"),
    KeySpec("limits", .keys(limits), help: "What the API allows, over the catalog's word."),
  ]

  private static let timeout: [KeySpec] = [
    KeySpec("connect", .duration, .defaultText("10 s"), help: "The longest wait for a connection."),
    KeySpec("idle", .duration, .defaultText("60 s"), help: "The longest silence within an answer."),
    KeySpec("total", .duration, .defaultText("10 minutes"), help: "The longest time for one request as a whole."),
  ]

  private static let retry: [KeySpec] = [
    KeySpec("tries", .integer(1...100), .defaultText("5"), help: "How often a request is sent in all."),
    KeySpec(
      "first_delay", .duration, .defaultText("1 s"), help: "The wait before the second try; it doubles each time."),
    KeySpec("max_delay", .duration, .defaultText("1 minute"), help: "The longest wait between two tries."),
    KeySpec(
      "patience", .duration, .defaultText("10 minutes"),
      help: "How long to wait in all for a busy or resting server before the run stops."),
  ]

  private static let limits: [KeySpec] = [
    KeySpec(
      "records", .integerOrNone(1...Int.max),
      help: "Records an answer holds at most; `none` says that answers are never cut."),
    KeySpec("window", .duration, help: "The longest time that one request may ask for.", example: "31 days"),
    KeySpec("bytes", .size, help: "Bytes an answer has at most.", example: "256 MB"),
    KeySpec("time", .duration, help: "The time that the API gives itself for an answer.", example: "60 s"),
    KeySpec("in_flight", .integer(1...1_000), help: "Requests at the same time."),
    KeySpec("calls_per_day", .integer(1...Int.max), help: "Calls that a token has a day."),
  ]

  private static let range: [KeySpec] = [
    KeySpec(
      "time_zone", .timeZone, .required, help: "The time zone whose calendar cuts the days; there is no default.",
      example: "America/Bogota"),
    KeySpec(
      "from", .rangeBound, .required, help: "The first moment of the range; a date means its midnight.",
      example: "2026-10-01"),
    KeySpec(
      "to", .rangeBound, .required, help: "The end of the range, itself excluded; a date means its midnight.",
      example: "today"),
    KeySpec(
      "chunk", .chunkLength, .defaultText("1 day"),
      help: "The length of a chunk: one request and one partition, on the calendar of the zone.", example: "6 hours"),
    KeySpec(
      "settle", .duration, help: "A chunk that ended less than this ago is fetched again by the next run.",
      example: "2 days"),
  ]

  private static let field: [KeySpec] = [
    KeySpec(
      "from", .anyOf([.scalar(.origin), .list(of: .scalar(.origin))]),
      help: "Where the value is; of several names the first that is there wins; left out, the column's own name.",
      example: "date"),
    KeySpec("type", .words(ColumnType.self), help: "The column's type; left out, the catalog's.", example: "timestamp"),
    KeySpec(
      "format", .timeFormat,
      help:
        "How the API writes a time, in yyyy MM dd HH hh a mm ss SSS SSSSSS XXX or as a count; left out, the catalog's.",
      example: "dd/MM/yyyy HH:mm:ss"),
    KeySpec(
      "null_if", .anyOf([.scalar(.literal), .list(of: .scalar(.literal))]),
      help: "Texts that stand for null; an empty list clears the catalog's.", example: "[\"-\", \"\"]"),
    KeySpec("trim", .boolean, help: "Removes white space at both ends before anything else."),
    KeySpec("default", .text, help: "The value where there is none or it is null.", example: "unknown"),
    KeySpec("join", .text, help: "Joins the elements of an array into text with this between them.", example: "\",\""),
    KeySpec(
      "required", .boolean,
      help: "A record without the key, or with a null that no default stands for, is a bad one; Parquet columns say so."
    ),
  ]

  private static let rules: [KeySpec] = [
    KeySpec(
      "unknown_fields", .words(RulesDeclaration.UnknownFields.self), .defaultText("report"),
      help: "Fields that nobody asked for: pass over, tell, fail, or keep in a JSON column `_extra`."),
    KeySpec(
      "bad_values", .words(RulesDeclaration.BadValues.self), .defaultText("quarantine"),
      help: "Values that do not fit their type: fail the chunk, put the record aside, or write null."),
    KeySpec(
      "bad_text", .words(RulesDeclaration.BadText.self), .defaultText("replace"),
      help: "Text that is not valid Unicode: replace the damage, put the record aside, or fail the chunk."),
    KeySpec(
      "empty_chunks", .words(RulesDeclaration.EmptyChunks.self), .defaultText("skip"),
      help: "Chunks without records: no file, or one without rows."),
    KeySpec(
      "max_rejects", .share, help: "The share of a chunk's records that may be put aside before the chunk fails.",
      example: "1%"),
  ]

  /// The tokens of a partition path.
  package static let partitionTokens = [
    "window.date", "window.year", "window.month", "window.day", "window.hour", "chunk",
  ]

  private static let sink: [KeySpec] = [
    KeySpec("path", .path, .required, help: "The directory of the export.", example: "exports/transferred-calls"),
    KeySpec(
      "partition", .template(tokens: partitionTokens),
      help:
        "A partition's path in the sink, without extension; left out, `date={window.date}/{chunk}` or the catalog's.",
      example: "date={window.date}/{chunk}"),
    KeySpec("format", .words(SinkFormat.self), .defaultText("csv"), help: "The format of the partitions."),
    KeySpec(
      "compression", .words(SinkCompression.self), .defaultText("gzip"),
      help: "How the partitions are compressed; `zstd` is for parquet alone, and its default."),
    KeySpec("compression_level", .integer(0...9), help: "From 1, fast, to 9, small; left out, the format's default."),
    KeySpec("csv", .keys(csv), help: "The dialect of CSV; stands only with `format: csv`."),
  ]

  private static let csv: [KeySpec] = [
    KeySpec("delimiter", .character, .defaultText(","), help: "What separates the fields.", example: "tab"),
    KeySpec("header", .boolean, .defaultText("true"), help: "Whether the first line names the columns."),
    KeySpec(
      "null_text", .literal, .defaultText(""), help: "What a null is written as, without quotes.", example: "NULL"),
    KeySpec(
      "line_ending", .words(CSVDialect.LineEnding.self), .defaultText("lf"), help: "How lines end."),
    KeySpec(
      "escape_formulas", .boolean, .defaultText("false"),
      help: "Puts an apostrophe before text that a spreadsheet would take for a formula."),
  ]
}

extension CatalogSystem {
  /// The environment variable that holds a value by convention: `ACME_TOKEN`.
  package func variableName(of value: String) -> String {
    String("\(name)_\(value)".uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}
