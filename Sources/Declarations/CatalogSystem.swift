package import Records

/// One vendor's API as its catalog file describes it: everything that is particular to it.
package struct CatalogSystem: Sendable {
  /// The name by which pipelines call it, the part before the slash in `source.report`.
  package var name: String
  package var title: String
  package var help: String?
  /// The base URL; may contain parameters: `https://wv{server}.example.com`.
  package var baseURL: Template
  package var parameters: [Parameter]
  package var secrets: [SecretDeclaration]
  /// Ways to authenticate, in order of preference; the first one whose secrets are all set is used. Empty if the API
  /// needs none.
  package var auth: [AuthMethod]
  package var window: WindowFormat
  package var limits: Limits
  package var envelope: Envelope
  /// First match wins.
  package var verdicts: [VerdictRule]
  package var reports: [CatalogReport]
  /// The file it was read from: a path, or `catalog:NAME.yaml` for one that is part of the binary.
  package var origin: String

  package init(
    name: String, title: String, help: String?, baseURL: Template, parameters: [Parameter],
    secrets: [SecretDeclaration], auth: [AuthMethod], window: WindowFormat, limits: Limits, envelope: Envelope,
    verdicts: [VerdictRule], reports: [CatalogReport], origin: String
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.baseURL = baseURL
    self.parameters = parameters
    self.secrets = secrets
    self.auth = auth
    self.window = window
    self.limits = limits
    self.envelope = envelope
    self.verdicts = verdicts
    self.reports = reports
    self.origin = origin
  }
}

/// One report of a system. Settings that it does not specify were taken from its system when the file was read.
package struct CatalogReport: Sendable {
  package var name: String
  package var title: String
  package var help: String?
  package var request: RequestTemplate
  package var grain: Grain
  /// The field with an event's own time; nil for other grains.
  package var timeField: String?
  /// Parameters of only this report, in addition to the system's.
  package var parameters: [Parameter]
  package var window: WindowFormat
  package var limits: Limits
  package var envelope: Envelope
  /// Nil if one response contains all records of a window.
  package var paging: Paging?
  /// The report's own rules first, then the system's.
  package var verdicts: [VerdictRule]
  /// Every field that the vendor documents.
  package var fields: [CatalogField]
  /// The default of a pipeline's partition path.
  package var partition: Template?

  package init(
    name: String, title: String, help: String?, request: RequestTemplate, grain: Grain, timeField: String?,
    parameters: [Parameter], window: WindowFormat, limits: Limits, envelope: Envelope, paging: Paging? = nil,
    verdicts: [VerdictRule], fields: [CatalogField], partition: Template?
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.request = request
    self.grain = grain
    self.timeField = timeField
    self.parameters = parameters
    self.window = window
    self.limits = limits
    self.envelope = envelope
    self.paging = paging
    self.verdicts = verdicts
    self.fields = fields
    self.partition = partition
  }
}

extension CatalogReport {
  /// The keys of a record that the vendor documents: leaving them out of a pipeline does not make them unknown.
  package var topLevelKeys: Set<String> {
    Set(
      fields.flatMap { field in
        if case .record(let paths) = field.origin { paths.compactMap(\.keys.first) } else { [String]() }
      })
  }
}

/// The meaning of a report's rows.
package enum Grain: String, CaseIterable, Sendable, Codable {
  /// A row has its own time; a window may be split.
  case event
  /// Rows aggregate the window: a split would change the numbers.
  case window
  /// The response is an acknowledgment; the export records one receipt row per chunk.
  case request
}

/// A value that a pipeline gives under `source`, in plain sight.
package struct Parameter: Sendable {
  package var name: String
  package var help: String?
  package var example: String?
  /// The value if the pipeline sets none; nil if the parameter is required.
  package var defaultValue: String?
  /// The values that the API accepts; empty for any value.
  package var values: [String]

  package init(name: String, help: String?, example: String?, defaultValue: String?, values: [String]) {
    self.name = name
    self.help = help
    self.example = example
    self.defaultValue = defaultValue
    self.values = values
  }
}

/// A value that a pipeline gives under `source` and that is never shown.
package struct SecretDeclaration: Sendable {
  package var name: String
  package var help: String?

  package init(name: String, help: String?) {
    self.name = name
    self.help = help
  }
}

/// A request with tokens such as `{window.start}`, `{window.end}`, `{page.number}`, parameters and, for a login,
/// secrets.
package struct RequestTemplate: Sendable {
  package var method: String
  /// Begins with `/`; appended to the base URL.
  package var path: Template
  /// Query parameters in the order in which they are sent; names and values are percent-encoded when sent.
  package var query: [(name: String, value: Template)]
  package var headers: [(name: String, value: Template)]
  package var body: RequestBody

  package init(
    method: String, path: Template, query: [(name: String, value: Template)] = [],
    headers: [(name: String, value: Template)] = [], body: RequestBody = .none
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  package var tokens: Set<String> {
    (query + headers).reduce(path.tokens.union(body.tokens)) { $0.union($1.value.tokens) }
  }
}

/// The format of a window in a request.
package struct WindowFormat: Sendable {
  package var pattern: TimePattern
  /// True: the clock of the pipeline's zone; false: UTC.
  package var usesRangeZone: Bool
  /// True: the end that is sent is the last unit that belongs to the window; false: the first that does not.
  package var endIsInclusive: Bool
  /// The smallest time step of the API: a whole number of microseconds that divides a day.
  package var resolution: Duration

  package init(pattern: TimePattern, usesRangeZone: Bool, endIsInclusive: Bool, resolution: Duration) {
    self.pattern = pattern
    self.usesRangeZone = usesRangeZone
    self.endIsInclusive = endIsInclusive
    self.resolution = resolution
  }
}

/// Limits of the API; nil if a limit is unknown.
package struct Limits: Hashable, Sendable {
  /// Maximum number of records for one window (with paging, over all pages); a response with this many may be
  /// truncated.
  package var records: Int?
  /// The longest window.
  package var window: Duration?
  /// Maximum size of a response body, decompressed.
  package var bytes: Int?
  /// Maximum duration of a response.
  package var time: Duration?
  /// Requests at the same time a token.
  package var inFlight: Int?
  /// Calls a day and token.
  package var callsPerDay: Int?

  package init(
    records: Int? = nil, window: Duration? = nil, bytes: Int? = nil, time: Duration? = nil, inFlight: Int? = nil,
    callsPerDay: Int? = nil
  ) {
    self.records = records
    self.window = window
    self.bytes = bytes
    self.time = time
    self.inFlight = inFlight
    self.callsPerDay = callsPerDay
  }
}

/// The envelope around the records of a response. Paths are keys from the root of the document.
package struct Envelope: Sendable {
  /// The path of the records: an array, or one object that is the only record. Empty if the document itself contains
  /// them.
  package var records: [String]
  /// The path of the status, and the texts that mean success; a number or boolean is compared by its JSON text.
  package var success: (at: [String], anyOf: [String])?
  /// The record count that the response declares.
  package var declared: DeclaredCount?
  /// The path of the API's message, for display and for verdict rules.
  package var message: [String]?

  package init(
    records: [String], success: (at: [String], anyOf: [String])?, declared: DeclaredCount?, message: [String]?
  ) {
    self.records = records
    self.success = success
    self.declared = declared
    self.message = message
  }
}

/// The record count that a response declares: a number, or text from which a pattern extracts it.
package struct DeclaredCount: Sendable {
  package var at: [String]
  /// A regular expression whose first group is the number; nil: the value is the number.
  package var pattern: String?
  /// The text that the sandbox writes, for example `{count} records were found`; nil for the number.
  package var sample: Template?

  /// A response without a readable number is an error.
  package var isRequired: Bool

  package init(at: [String], pattern: String?, sample: Template?, isRequired: Bool = false) {
    self.at = at
    self.pattern = pattern
    self.sample = sample
    self.isRequired = isRequired
  }
}

/// A verdict on a response.
package enum VerdictKind: String, CaseIterable, Sendable, Codable {
  /// Records, to be taken.
  case rows
  /// Nothing in the window, and that is proven.
  case empty
  /// Another client uses the token: wait, then try again.
  case busy
  /// A temporary failure: try again after a delay.
  case retry
  /// The login has run out: log in again, once.
  case expired
  /// The result exceeds the limit of one response: split the window.
  case tooLarge = "too_large"
  /// The day's calls are used up: stop; a later run resumes.
  case quota
  /// The server rests (maintenance): retry for a while, then stop; a later run resumes.
  case resting
  /// The credentials are refused.
  case denied
  /// The request is wrong; it would be wrong the next time too.
  case fatal
}

/// One rule of a catalog's `verdicts`: it matches if all its conditions hold.
package struct VerdictRule: Sendable {
  /// The HTTP status, or the body's own status if the HTTP status is 2xx; empty for any status.
  package var statuses: [Int]
  /// A regular expression, matched anywhere in the API's message, ignoring case; nil for any message.
  package var message: String?
  package var verdict: VerdictKind
  /// Advice for the user.
  package var hint: String?
  /// A sample message of the vendor for this case, which matches `message`; the sandbox sends it.
  package var sample: String?

  package init(statuses: [Int], message: String?, verdict: VerdictKind, hint: String?, sample: String?) {
    self.statuses = statuses
    self.message = message
    self.verdict = verdict
    self.hint = hint
    self.sample = sample
  }
}

/// One documented field of a report.
package struct CatalogField: Sendable {
  /// The default column name, and the name that pipelines use for it in `from`.
  package var name: String
  /// The source of the value.
  package var origin: FieldOrigin
  package var type: ColumnType
  /// The API's time format; nil for ISO 8601.
  package var format: TimePattern?
  package var help: String?
  package var nullIf: [String]
  package var trim: Bool
  package var defaultValue: String?
  package var join: String?
  /// A record without the key is a bad record.
  package var isRequired: Bool
  /// Hints for generated values, used only by the sandbox.
  package var sample: SampleHint?

  package init(
    name: String, origin: FieldOrigin, type: ColumnType, format: TimePattern?, help: String?, nullIf: [String],
    trim: Bool, defaultValue: String?, join: String?, isRequired: Bool, sample: SampleHint?
  ) {
    self.name = name
    self.origin = origin
    self.type = type
    self.format = format
    self.help = help
    self.nullIf = nullIf
    self.trim = trim
    self.defaultValue = defaultValue
    self.join = join
    self.isRequired = isRequired
    self.sample = sample
  }
}

/// A hint for generating sample values.
package struct SampleHint: Sendable {
  /// One of a closed list; nil: follows from the type.
  package var like: Likeness?
  /// The values to choose from; empty: `like` or the type decides.
  package var values: [String]
  /// Sends the value as JSON text even if its type is a number.
  package var asText: Bool
  /// The share of records (0...1) that lack the key.
  package var missing: Double

  package enum Likeness: String, CaseIterable, Sendable {
    case id
    case phone
    case person
    case email
    case sentence
    case message
    case duration
    case count
    case ratio
    case word
    /// One row for each of `values`: the field that distinguishes a window report's rows.
    case key
    /// The event's own time in the vendor's local format (`yyyy-MM-dd HH:mm:ss`), or the date group of a row.
    case time
  }

  package init(like: Likeness?, values: [String], asText: Bool, missing: Double) {
    self.like = like
    self.values = values
    self.asText = asText
    self.missing = missing
  }
}
