package import Records

/// One vendor's API as its catalog file describes it: everything that is particular to it.
package struct CatalogSystem: Sendable {
  /// The name by which pipelines call it, the part before the slash in `source.report`.
  package var name: String
  package var title: String
  package var help: String?
  /// May hold parameters: `https://wv{server}.example.com`.
  package var baseURL: Template
  package var parameters: [Parameter]
  package var secrets: [SecretDeclaration]
  /// Ways to authenticate, in order of preference; the first whose secrets are all given is used. Empty: none is needed.
  package var auth: [AuthMethod]
  package var window: WindowFormat
  package var limits: Limits
  package var envelope: Envelope
  /// First match wins.
  package var verdicts: [VerdictRule]
  package var reports: [CatalogReport]
  /// Where it was read: a path, or `catalog:NAME.yaml` for one that is part of the binary.
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

/// One report of a system. What a report does not say itself, it takes from its system when the file is read.
package struct CatalogReport: Sendable {
  package var name: String
  package var title: String
  package var help: String?
  package var request: RequestTemplate
  package var grain: Grain
  /// The field that holds an event's own time; nil for other grains.
  package var timeField: String?
  /// Parameters of this report alone, beside the system's.
  package var parameters: [Parameter]
  package var window: WindowFormat
  package var limits: Limits
  package var envelope: Envelope
  /// Nil: one answer holds a window's records.
  package var paging: Paging?
  /// The report's own rules first, then the system's.
  package var verdicts: [VerdictRule]
  /// Every field that the vendor documents.
  package var fields: [CatalogField]
  /// Where a pipeline puts partitions unless it says so itself.
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

/// What a row of a report stands for.
package enum Grain: String, CaseIterable, Sendable, Codable {
  /// A row has its own time; a window may be split.
  case event
  /// Rows sum the window: a split would change the numbers.
  case window
  /// The answer is an acknowledgement; the export records one receipt row a chunk.
  case request
}

/// A value that a pipeline gives under `source`, in plain sight.
package struct Parameter: Sendable {
  package var name: String
  package var help: String?
  package var example: String?
  /// Used where the pipeline gives none; nil: required.
  package var defaultValue: String?
  /// The values that the API takes; empty: any.
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

/// A request with tokens such as `{window.start}`, `{window.end}`, `{page.number}`, parameters and, for a login, secrets.
package struct RequestTemplate: Sendable {
  package var method: String
  /// Begins with `/`; appended to the base URL.
  package var path: Template
  /// In the order in which they are sent, names and values percent-encoded.
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

/// How a window is written into a request.
package struct WindowFormat: Sendable {
  package var pattern: TimePattern
  /// True: the clock of the pipeline's zone; false: UTC.
  package var usesRangeZone: Bool
  /// True: the end that is sent is the last unit that belongs to the window; false: the first that does not.
  package var endIsInclusive: Bool
  /// The smallest step that the API tells apart: a whole number of microseconds that divides a day.
  package var resolution: Duration

  package init(pattern: TimePattern, usesRangeZone: Bool, endIsInclusive: Bool, resolution: Duration) {
    self.pattern = pattern
    self.usesRangeZone = usesRangeZone
    self.endIsInclusive = endIsInclusive
    self.resolution = resolution
  }
}

/// What the API allows; nil: no limit is known.
package struct Limits: Hashable, Sendable {
  /// Records that the answer to one window holds, with paging all its pages; as many count as cut.
  package var records: Int?
  /// The longest window.
  package var window: Duration?
  /// Bytes of an answer's body, decompressed.
  package var bytes: Int?
  /// How long an answer may take.
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

/// What surrounds the records of an answer. Paths are keys from the top of the document.
package struct Envelope: Sendable {
  /// Where the records are: an array, or one object that is the only record. Empty: the document itself.
  package var records: [String]
  /// Where success is told, and the texts that mean it; a number or boolean there counts by its JSON text.
  package var success: (at: [String], anyOf: [String])?
  /// Where the number of records is told.
  package var declared: DeclaredCount?
  /// Where the API explains itself, for people and for verdict rules.
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

/// Where an answer tells how many records it holds: a number, or text from which a pattern takes it.
package struct DeclaredCount: Sendable {
  package var at: [String]
  /// A regular expression whose first group is the number; nil: the value is the number.
  package var pattern: String?
  /// What the sandbox writes there, for example `{count} records were found`; nil: the number.
  package var sample: Template?

  package init(at: [String], pattern: String?, sample: Template?) {
    self.at = at
    self.pattern = pattern
    self.sample = sample
  }
}

/// What an answer means.
package enum VerdictKind: String, CaseIterable, Sendable, Codable {
  /// Records, to be taken.
  case rows
  /// Nothing in the window, and that is proven.
  case empty
  /// Somebody else uses the token: wait, then try again.
  case busy
  /// A passing fault: try again after a while.
  case retry
  /// The login has run out: log in again, once.
  case expired
  /// More than one answer holds: split the window.
  case tooLarge = "too_large"
  /// The day's calls are spent: stop, another run goes on.
  case quota
  /// The server rests (maintenance): try again for a while, then stop, another run goes on.
  case resting
  /// The credentials are refused.
  case denied
  /// The request is wrong; it would be wrong the next time too.
  case fatal
}

/// One line of a catalog's `verdicts`: all its conditions hold, or it does not match.
package struct VerdictRule: Sendable {
  /// HTTP status, or the body's own status where HTTP says 2xx; empty: any.
  package var statuses: [Int]
  /// A regular expression, matched anywhere in the API's message, whatever the case; nil: any.
  package var message: String?
  package var verdict: VerdictKind
  /// What to do about it, for people.
  package var hint: String?
  /// A message that the vendor sends in this case; the sandbox answers with it, and it matches `message`.
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
  /// The column's name by default, and the name pipelines use for it in `from`.
  package var name: String
  /// Where the value is.
  package var origin: FieldOrigin
  package var type: ColumnType
  /// How the API writes a time; nil: as ISO 8601.
  package var format: TimePattern?
  package var help: String?
  package var nullIf: [String]
  package var trim: Bool
  package var defaultValue: String?
  package var join: String?
  /// A record without the key is a bad record.
  package var isRequired: Bool
  /// Hints for made-up values, used by the sandbox alone.
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

/// What made-up values look like.
package struct SampleHint: Sendable {
  /// One of a closed list; nil: follows from the type.
  package var like: Likeness?
  /// The values to choose from; empty: `like` or the type decides.
  package var values: [String]
  /// How the value is sent: as JSON text even where the type is a number.
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
    /// One row for each of `values`: the field that tells a window report's rows apart.
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
