package import Records

/// A pipeline as its author wrote it, checked against the catalog: what shall be exported, and whereto.
package struct PipelineFile: Sendable {
  /// The path it was read from, as given.
  package var path: String
  package var name: String
  package var description: String?
  package var source: SourceDeclaration
  package var range: RangeDeclaration
  /// All output columns in order: the pipeline's own, or the catalog's if the pipeline lists none, with the catalog's
  /// defaults filled in.
  package var fields: [FieldDeclaration]
  package var rules: RulesDeclaration
  package var sink: SinkDeclaration
  /// The command that runs after each run; it does not affect the bytes of the export.
  package var onFinish: HookDeclaration?
  /// Warnings about the file, in order of position; missing secrets are in `missingSecretDiagnostics`.
  package var warnings: [Diagnostic] = []

  package init(
    path: String, name: String, description: String?, source: SourceDeclaration, range: RangeDeclaration,
    fields: [FieldDeclaration], rules: RulesDeclaration, sink: SinkDeclaration
  ) {
    self.path = path
    self.name = name
    self.description = description
    self.source = source
    self.range = range
    self.fields = fields
    self.rules = rules
    self.sink = sink
  }

  /// Secrets that are not to be had, each at its spot: warnings for commands that do not call the API.
  package func missingSecretDiagnostics(severity: Diagnostic.Severity) -> [Diagnostic] {
    source.missingSecrets.map {
      Diagnostic(path: path, line: $0.line, column: $0.column, severity: severity, message: $0.reason)
    }
  }

  /// The columns that a partition has, without `_extra`.
  package var schema: Schema {
    Schema(columns: fields.map { Column(name: $0.name, type: $0.type, isRequired: $0.isRequired) })
  }
}

/// Which report of which system, and how to reach it.
package struct SourceDeclaration: Sendable {
  package var system: CatalogSystem
  package var report: CatalogReport
  /// The base URL of requests, without a trailing slash. Nil if a parameter that it needs has no value.
  package var baseURL: String?
  /// The base URL of the login, if it differs from `baseURL`.
  package var loginURL: String?
  /// The certificate authorities to trust; nil: the system's.
  package var certificateAuthorities: CertificateAuthorities?
  /// Values of the catalog's parameters, defaults included.
  package var parameters: [String: String]
  /// Values of the catalog's secrets that are set.
  package var secrets: [String: Secret]
  /// Secrets that the pipeline refers to but whose value is not available, with the reason; they matter only to
  /// commands that call the API.
  package var missingSecrets: [MissingSecret]
  /// The environment variables that the secrets are taken from.
  package var secretVariables: Set<String> = []
  /// The first of the system's methods whose secrets are all given or named; nil: none is needed.
  package var auth: AuthMethod?
  package var timeouts: Timeouts
  package var retry: RetryPolicy
  /// The least time between the end of a request and the start of the next.
  package var pause: Duration
  /// The catalog's limits, overridden by the pipeline's.
  package var limits: Limits

  package init(
    system: CatalogSystem, report: CatalogReport, baseURL: String?,
    certificateAuthorities: CertificateAuthorities? = nil,
    parameters: [String: String], secrets: [String: Secret], missingSecrets: [MissingSecret], auth: AuthMethod?,
    timeouts: Timeouts, retry: RetryPolicy, pause: Duration, limits: Limits
  ) {
    self.system = system
    self.report = report
    self.baseURL = baseURL
    self.certificateAuthorities = certificateAuthorities
    self.parameters = parameters
    self.secrets = secrets
    self.missingSecrets = missingSecrets
    self.auth = auth
    self.timeouts = timeouts
    self.retry = retry
    self.pause = pause
    self.limits = limits
  }

  /// The limits of the responses for one window: with paging the size is not limited, because each page is its own
  /// response.
  package var windowLimits: Limits {
    var limits = limits
    if report.paging != nil { limits.bytes = nil }
    return limits
  }

  /// `SYSTEM/REPORT`.
  package var reportName: String { "\(system.name)/\(report.name)" }

  package struct MissingSecret: Hashable, Sendable {
    package var name: String
    /// The reason, for example "the environment variable ACME_TOKEN is not set".
    package var reason: String
    /// The line of the pipeline file that refers to it.
    package var line: Int
    package var column: Int

    package init(name: String, reason: String, line: Int = 1, column: Int = 1) {
      self.name = name
      self.reason = reason
      self.line = line
      self.column = column
    }

    init(name: String, reason: String, place: YAMLNode.Place) {
      self.init(name: name, reason: reason, line: place.line, column: place.column)
    }
  }
}

package struct Timeouts: Hashable, Sendable {
  package var connect: Duration
  /// The longest silence within a body.
  package var idle: Duration
  /// The time from the first byte sent to the last byte received; nil for no limit.
  package var total: Duration?

  package init(connect: Duration = .seconds(10), idle: Duration = .seconds(60), total: Duration? = .seconds(600)) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}

package struct RetryPolicy: Hashable, Sendable {
  /// The total number of tries of a request before it counts as failed, 1 or more.
  package var tries: Int
  package var firstDelay: Duration
  package var maxDelay: Duration
  /// The total time to wait for a busy or resting server before the run stops.
  package var patience: Duration

  package init(
    tries: Int = 5, firstDelay: Duration = .seconds(1), maxDelay: Duration = .seconds(60),
    patience: Duration = .seconds(600)
  ) {
    self.tries = tries
    self.firstDelay = firstDelay
    self.maxDelay = maxDelay
    self.patience = patience
  }
}

/// `on_finish`: a command that is run after runs of the pipeline.
package struct HookDeclaration: Hashable, Sendable {
  /// A program, which has a name, and its arguments.
  package var command: [String]
  package var occasion: Occasion
  package var timeout: Duration

  /// `when`.
  package enum Occasion: String, CaseIterable, Sendable {
    case always
    /// Everything is committed.
    case success
    case failure
  }

  package init(command: [String], occasion: Occasion = .always, timeout: Duration = .seconds(600)) {
    self.command = command
    self.occasion = occasion
    self.timeout = timeout
  }
}

/// The days to export and their division into chunks.
package struct RangeDeclaration: Hashable, Sendable {
  /// An identifier of the time zone data base, known to exist.
  package var timeZone: String
  package var from: RangeBound
  /// Exclusive.
  package var to: RangeBound
  package var chunk: ChunkLength
  /// A chunk that ended less than this ago is provisional.
  package var settle: Duration?

  package init(timeZone: String, from: RangeBound, to: RangeBound, chunk: ChunkLength, settle: Duration?) {
    self.timeZone = timeZone
    self.from = from
    self.to = to
    self.chunk = chunk
    self.settle = settle
  }
}

/// An end of a range, relative ones judged by the clock of the run, on the calendar of the range's zone.
package enum RangeBound: Hashable, Sendable {
  /// Midnight of the day.
  case day(CalendarDay)
  /// A wall clock time in the range's zone: `2026-10-01T06:00:00`.
  case local(CivilTime)
  /// `2026-10-01T05:00:00Z`.
  case instant(Instant)
  /// Midnight of today (0), yesterday (1) and so on.
  case daysAgo(Int)
  /// Midnight of the first day of this month (0), the last one (1) and so on.
  case monthsAgo(Int)
  case now

  /// It moves with the clock.
  package var isRelative: Bool {
    switch self {
    case .day, .local, .instant: false
    case .daysAgo, .monthsAgo, .now: true
    }
  }
}

/// A chunk's length on the calendar.
package struct ChunkLength: Hashable, Sendable, CustomStringConvertible {
  package enum Unit: String, CaseIterable, Hashable, Sendable {
    case minute
    case hour
    case day
    case week
    case month
  }

  /// 1 or more.
  package var count: Int
  package var unit: Unit

  package init(count: Int, unit: Unit) {
    self.count = count
    self.unit = unit
  }

  package var description: String { "\(count) \(unit.rawValue)\(count == 1 ? "" : "s")" }
}

/// One output column, complete.
package struct FieldDeclaration: Hashable, Sendable {
  package var name: String
  package var origin: FieldOrigin
  package var type: ColumnType
  /// The API's time format; nil for ISO 8601.
  package var format: TimePattern?
  /// Texts to read as null, compared after trimming.
  package var nullIf: [String]
  package var trim: Bool
  /// Replaces a missing or null value, before the cast.
  package var defaultValue: String?
  /// Joins the elements of an array into text; nil: arrays are JSON.
  package var join: String?
  package var isRequired: Bool

  package init(
    name: String, origin: FieldOrigin, type: ColumnType, format: TimePattern? = nil, nullIf: [String] = [],
    trim: Bool = false, defaultValue: String? = nil, join: String? = nil, isRequired: Bool = false
  ) {
    self.name = name
    self.origin = origin
    self.type = type
    self.format = format
    self.nullIf = nullIf
    self.trim = trim
    self.defaultValue = defaultValue
    self.join = join
    self.isRequired = isRequired
  }
}

/// The handling of unexpected records and values.
package struct RulesDeclaration: Hashable, Sendable {
  package var unknownFields: UnknownFields
  package var badValues: BadValues
  package var badText: BadText
  package var emptyChunks: EmptyChunks
  /// The share of a chunk's records (0...1) that may be rejected before the chunk fails; nil: any.
  package var maxRejects: Double?

  package enum UnknownFields: String, CaseIterable, Sendable {
    case ignore
    case report
    case fail
    /// Into a JSON column `_extra`, the last one.
    case keep
  }

  package enum BadValues: String, CaseIterable, Sendable {
    case fail
    case quarantine
    case null
  }

  /// The handling of invalid UTF-8 and unpaired surrogates.
  package enum BadText: String, CaseIterable, Sendable {
    /// Replaces them with U+FFFD and counts them.
    case replace
    case quarantine
    case fail
  }

  package enum EmptyChunks: String, CaseIterable, Sendable {
    case skip
    /// A file with a header, or none of content.
    case write
  }

  package init(
    unknownFields: UnknownFields = .report, badValues: BadValues = .quarantine, badText: BadText = .replace,
    emptyChunks: EmptyChunks = .skip, maxRejects: Double? = nil
  ) {
    self.unknownFields = unknownFields
    self.badValues = badValues
    self.badText = badText
    self.emptyChunks = emptyChunks
    self.maxRejects = maxRejects
  }
}

/// The location and format of partitions.
package struct SinkDeclaration: Hashable, Sendable {
  /// A directory, relative to the working directory or absolute.
  package var path: String
  /// The path of a partition within the sink, without its extension.
  package var partition: Template
  package var format: SinkFormat
  package var compression: SinkCompression
  /// The compression level; nil for the format's default.
  package var compressionLevel: Int?
  package var csv: CSVDialect
  /// The permission bits of the export's files; nil: 0666 minus the umask.
  package var mode: UInt16?

  package init(
    path: String, partition: Template, format: SinkFormat, compression: SinkCompression, compressionLevel: Int? = nil,
    csv: CSVDialect = CSVDialect(), mode: UInt16? = nil
  ) {
    self.mode = mode
    self.path = path
    self.partition = partition
    self.format = format
    self.compression = compression
    self.compressionLevel = compressionLevel
    self.csv = csv
  }

  /// `csv.gz`, `ndjson`, `parquet`: what a partition's name ends with, without the dot before it.
  package var fileExtension: String {
    switch (format, compression) {
    case (.parquet, _): "parquet"
    case (_, .gzip): "\(format.rawValue).gz"
    case (_, .none), (_, .zstd): format.rawValue
    }
  }
}

package enum SinkFormat: String, CaseIterable, Sendable {
  case csv
  case ndjson
  case parquet
}

package enum SinkCompression: String, CaseIterable, Sendable {
  case gzip
  /// Within Parquet alone: few loaders take it around text.
  case zstd
  case none
}

/// `sink.csv`.
package struct CSVDialect: Hashable, Sendable {
  /// One ASCII character.
  package var delimiter: UInt8
  package var header: Bool
  /// The text for null, unquoted; a value with the same text is quoted.
  package var nullText: String
  package var lineEnding: LineEnding
  /// Puts an apostrophe before text that a spreadsheet would take for a formula.
  package var escapeFormulas: Bool

  package enum LineEnding: String, CaseIterable, Sendable {
    case lf
    case crlf
  }

  package init(
    delimiter: UInt8 = UInt8(ascii: ","), header: Bool = true, nullText: String = "", lineEnding: LineEnding = .lf,
    escapeFormulas: Bool = false
  ) {
    self.delimiter = delimiter
    self.header = header
    self.nullText = nullText
    self.lineEnding = lineEnding
    self.escapeFormulas = escapeFormulas
  }
}
