import Records

/// The keys of a pipeline file.
package enum PipelineKeys {
  /// Returns all keys, including those that a catalog's report adds to `source`. Without a report, `source` accepts
  /// any further key.
  package static func all(for report: CatalogReport? = nil, of system: CatalogSystem? = nil) -> [KeySpec] {
    [
      KeySpec(
        "version", .word(["1"]), .required, help: "Version of the file format: always 1.", example: "1"),
      KeySpec(
        "name", .label, .required, help: "Name of the pipeline in logs, in the manifest and in run records.",
        example: "transferred-calls"),
      KeySpec("description", .text, help: "Description of the pipeline for users."),
      KeySpec(
        "source", source(for: report, of: system), .required,
        help: "Report to export, and access to its system."),
      KeySpec("range", .keys(range), .required, help: "Time range to export, and its division into chunks."),
      KeySpec(
        "fields",
        .names(of: .anyOf([.scalar(.origin), .keys(field)]), noun: "a column"),
        help: "Output columns in order, each with the source of its value; default: the catalog's fields.",
        example: "{ conn_id: conn_id, started_at: { from: date, type: timestamp } }"),
      KeySpec("rules", .keys(rules), help: "Handling of unexpected records and values."),
      KeySpec("sink", .keys(sink), .required, help: "Location and format of the partitions."),
      KeySpec(
        "load", .keys(load), help: "Warehouse table that `tidemark load` makes equal to the partitions."),
      KeySpec(
        "on_finish", .anyOf([.list(of: .scalar(.verbatim)), .keys(hook)]),
        help: "Command to run after each run of the pipeline: a program and its arguments, without a shell.",
        example: "[python3, load.py]"),
    ]
  }

  /// The keys of `on_finish`, which may also be the command alone.
  static let hook: [KeySpec] = [
    KeySpec(
      "command", .list(of: .scalar(.verbatim)), .required,
      help:
        "Program and its arguments; `[sh, -c, TEXT]` uses a shell. `TIDEMARK_...` variables describe the run's result.",
      example: "[python3, load.py]"),
    KeySpec(
      "when", .words(HookDeclaration.Occasion.self), .defaultText("always"),
      help: "Runs after which the command runs: every run, successful runs (exit code 0), or failed runs."),
    KeySpec(
      "timeout", .duration, .defaultText("10 minutes"),
      help: "Maximum duration of the command; after it, the command and its child processes are stopped."),
  ]

  private static func source(for report: CatalogReport?, of system: CatalogSystem?) -> ValueSpec {
    guard let report, let system else { return .keys(source, isOpen: true) }
    let parameters = (system.parameters + report.parameters).filter { $0.name != "base_url" }.map { parameter in
      KeySpec(
        parameter.name, .given(isSecret: false, words: parameter.values),
        parameter.defaultValue.map { .defaultText($0) } ?? .optional,
        help: parameter.help ?? "Parameter of \(system.name).", example: parameter.example)
    }
    let secrets = system.secrets.map { secret in
      KeySpec(
        secret.name, .given(isSecret: true), help: secret.help ?? "Secret of \(system.name).",
        example: "${\(system.variableName(of: secret.name))}")
    }
    return .keys(source + parameters + secrets)
  }

  /// The keys of `source` that every system has.
  static let source: [KeySpec] = [
    KeySpec(
      "report", .text, .required, help: "Report as SYSTEM/REPORT; `tidemark reports` lists them.",
      example: "acme/calls"),
    KeySpec(
      "catalog", .path,
      help: "Your own catalog file that describes the system, relative to the working directory.",
      example: "acme.yaml"),
    KeySpec(
      "base_url", .address, help: "The API's base URL, instead of the catalog's.", example: "http://127.0.0.1:8080"),
    KeySpec(
      "ca_file", .path,
      help: "PEM file with the certificate authorities to trust instead of the system's; also set by SSL_CERT_FILE.",
      example: "company-ca.pem"),
    KeySpec("timeout", .keys(timeout), help: "Time limits for the API."),
    KeySpec("retry", .keys(retry), help: "Retries after temporary failures."),
    KeySpec(
      "pause", .duration, .defaultText("0 s"), help: "Minimum time between two requests.",
      example: "2 s"),
    KeySpec("limits", .keys(limits), help: "Limits of the API, overriding the catalog's."),
  ]

  private static let timeout: [KeySpec] = [
    KeySpec("connect", .duration, .defaultText("10 s"), help: "Maximum wait for a connection."),
    KeySpec("idle", .duration, .defaultText("60 s"), help: "Maximum time without data during a response."),
    KeySpec("total", .duration, .defaultText("10 minutes"), help: "Maximum duration of one request."),
  ]

  private static let retry: [KeySpec] = [
    KeySpec("tries", .integer(1...100), .defaultText("5"), help: "Total number of tries per request."),
    KeySpec(
      "first_delay", .duration, .defaultText("1 s"), help: "Wait before the second try; doubles with each further try."),
    KeySpec("max_delay", .duration, .defaultText("1 minute"), help: "Maximum wait between two tries."),
    KeySpec(
      "patience", .duration, .defaultText("10 minutes"),
      help: "Total time to wait for a busy or resting server before the run stops."),
  ]

  private static let limits: [KeySpec] = [
    KeySpec(
      "records", .integerOrNone(1...Int.max),
      help: "Maximum number of records per response; `none`: responses are never truncated."),
    KeySpec("window", .duration, help: "Longest window of one request.", example: "31 days"),
    KeySpec("bytes", .size, help: "Maximum size of a response.", example: "256 MB"),
    KeySpec("time", .duration, help: "Maximum duration of a response.", example: "60 s"),
    KeySpec("in_flight", .integer(1...1_000), help: "Maximum number of concurrent requests."),
    KeySpec("calls_per_day", .integer(1...Int.max), help: "Maximum number of calls per token and day."),
  ]

  private static let range: [KeySpec] = [
    KeySpec(
      "time_zone", .timeZone, .required, help: "Time zone of the range's calendar days; there is no default.",
      example: "America/Bogota"),
    KeySpec(
      "from", .rangeBound, .required, help: "Start of the range, inclusive; a date means its midnight.",
      example: "2026-10-01"),
    KeySpec(
      "to", .rangeBound, .required, help: "End of the range, exclusive; a date means its midnight.",
      example: "today"),
    KeySpec(
      "chunk", .chunkLength, .defaultText("1 day"),
      help: "Length of a chunk (one request and one partition) on the zone's calendar.", example: "6 hours"),
    KeySpec(
      "settle", .duration, help: "Time after a chunk's end during which each run fetches it again.",
      example: "2 days"),
  ]

  private static let field: [KeySpec] = [
    KeySpec(
      "from", .anyOf([.scalar(.origin), .list(of: .scalar(.origin))]),
      help:
        "Source of the value; of several names, the first one present and not null is used; default: the column's name.",
      example: "date"),
    KeySpec("type", .words(ColumnType.self), help: "Type of the column; default: the catalog's.", example: "timestamp"),
    KeySpec(
      "format", .timeFormat,
      help:
        "The API's time format: a pattern of yyyy MM dd HH hh a mm ss SSS SSSSSS XXX, or an epoch count; default: the catalog's.",
      example: "dd/MM/yyyy HH:mm:ss"),
    KeySpec(
      "null_if", .anyOf([.scalar(.literal), .list(of: .scalar(.literal))]),
      help: "Texts to read as null; an empty list clears the catalog's.", example: "[\"-\", \"\"]"),
    KeySpec("trim", .boolean, help: "Removes whitespace at both ends before all other steps."),
    KeySpec("default", .text, help: "Value to use if it is missing or null.", example: "unknown"),
    KeySpec("join", .text, help: "Separator that joins the elements of an array into text.", example: "\",\""),
    KeySpec(
      "required", .boolean,
      help:
        "Rejects records in which the value is missing or null and has no default; Parquet columns are then required."
    ),
  ]

  private static let rules: [KeySpec] = [
    KeySpec(
      "unknown_fields", .words(RulesDeclaration.UnknownFields.self), .defaultText("report"),
      help:
        "Handling of fields without a column: ignore, report, fail the chunk, or keep them in a JSON column `_extra`."
    ),
    KeySpec(
      "bad_values", .words(BadValuePolicy.self), .defaultText("quarantine"),
      help:
        "Handling of values that do not fit their type: fail the chunk, reject (quarantine) the record, or write null."),
    KeySpec(
      "bad_text", .words(BadTextPolicy.self), .defaultText("replace"),
      help:
        "Handling of invalid Unicode text and U+0000: replace the characters, reject (quarantine) the record, or fail the chunk."
    ),
    KeySpec(
      "keep_nul", .boolean, .defaultText("false"),
      help: "Keeps U+0000 in text; by default, it is bad text, because many loaders reject it or lose text after it."),
    KeySpec(
      "empty_chunks", .words(RulesDeclaration.EmptyChunks.self), .defaultText("skip"),
      help: "Handling of chunks without records: write no file (skip), or a file without rows (write)."),
    KeySpec(
      "max_rejects", .share, help: "Share of a chunk's records that may be rejected before the chunk fails.",
      example: "1%"),
  ]

  /// The tokens of a partition path.
  package static let partitionTokens = [
    "window.date", "window.year", "window.month", "window.day", "window.hour", "chunk",
  ]

  private static let sink: [KeySpec] = [
    KeySpec("path", .path, .required, help: "Directory of the export.", example: "exports/transferred-calls"),
    KeySpec(
      "partition", .template(tokens: partitionTokens),
      help:
        "Path of a partition in the sink, without extension; default: the catalog's, or `date={window.date}/{chunk}`.",
      example: "date={window.date}/{chunk}"),
    KeySpec("format", .words(SinkFormat.self), .defaultText("csv"), help: "Format of the partitions."),
    KeySpec(
      "compression", .words(SinkCompression.self), .defaultText("gzip"),
      help: "Compression of the partitions; `zstd` is available only for parquet, and is its default."),
    KeySpec(
      "compression_level", .integer(0...9), help: "Compression level from 1 (fast) to 9 (small); default: the format's."
    ),
    KeySpec("csv", .keys(csv), help: "CSV dialect; requires `format: csv`."),
    KeySpec(
      "table", .words(SinkTable.self),
      help: "Table format that makes the partitions one table, which changes atomically; requires `format: parquet`.",
      example: "delta"),
    KeySpec(
      "keep", .duration, .defaultText("7 days"),
      help: "Time after which replaced files of a table are removed; until then, older versions can be read.",
      example: "30 days"),
    KeySpec(
      "mode", .fileMode,
      help: "Octal permissions of files; directories are open to those who may read the files; default: the umask's.",
      example: "\"0640\""),
  ]

  private static let csv: [KeySpec] = [
    KeySpec("delimiter", .character, .defaultText(","), help: "Field separator.", example: "tab"),
    KeySpec("header", .boolean, .defaultText("true"), help: "Writes the column names in the first line."),
    KeySpec(
      "null_text", .literal, .defaultText(""), help: "Text for null, without quotes.", example: "NULL"),
    KeySpec(
      "line_ending", .words(CSVDialect.LineEnding.self), .defaultText("lf"), help: "Line ending."),
    KeySpec(
      "escape_formulas", .boolean, .defaultText("false"),
      help: "Puts an apostrophe before text and column names that a spreadsheet would read as a formula."),
  ]
}

extension CatalogSystem {
  /// The conventional environment variable of a value: `ACME_TOKEN`.
  package func variableName(of value: String) -> String {
    String("\(name)_\(value)".uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}
