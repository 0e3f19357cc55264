import Records

/// The keys of a catalog file.
package enum CatalogKeys {
  package static let all: [KeySpec] = [
    KeySpec(
      "system", .identifier, .required, help: "The system's name in pipelines.", example: "acme"),
    KeySpec("title", .text, help: "The system's display name."),
    KeySpec("help", .text, help: "Description of the system and advice on exporting its reports."),
    KeySpec(
      "base_url", .template(tokens: nil), .required, help: "The API's base URL; may contain parameters in braces.",
      example: "https://{server}.example.com"),
    KeySpec(
      "parameters", .names(of: .keys(parameter), noun: "a parameter"),
      help: "Values that every pipeline sets under `source`."),
    KeySpec(
      "secrets", .names(of: .keys(secret), noun: "a secret"),
      help: "Secret values that pipelines set under `source`; never printed."),
    KeySpec(
      "auth", .anyOf([.keys(auth), .list(of: .keys(auth))]),
      help: "Authentication; of several ways, the first one whose secrets are set is used."),
    KeySpec("window", .keys(window), help: "Format of a time window in a request."),
    KeySpec("limits", .keys(limits), help: "Limits of the API."),
    KeySpec("envelope", .keys(envelope), help: "Locations of the records and of the status in a response."),
    KeySpec("paging", .keys(paging), help: "Paging: how the records of one window are spread over several responses."),
    KeySpec(
      "verdicts", .list(of: .keys(verdict)), help: "Rules that classify responses; the first match wins."),
    KeySpec("reports", .names(of: .keys(report), noun: "a report"), .required, help: "The reports of the system."),
  ]

  private static let parameter: [KeySpec] = [
    KeySpec("help", .text, help: "Meaning of the value and where to find it."),
    KeySpec("example", .text, help: "An example value."),
    KeySpec("default", .text, help: "Value if a pipeline sets none; without a default, the parameter is required."),
    KeySpec("values", .list(of: .scalar(.text)), help: "Values that the API accepts; without this list, any value."),
  ]

  private static let secret: [KeySpec] = [
    KeySpec("help", .text, help: "Meaning of the secret and where to create it.")
  ]

  private static let auth: [KeySpec] = [
    KeySpec("header", .identifier, help: "Name of a header sent with each request.", example: "x-api-key"),
    KeySpec(
      "query", .identifier,
      help: "Name of a query parameter sent with each request; its value is never printed.",
      example: "api_key"),
    KeySpec(
      "value", .template(tokens: nil), help: "Value of `header` or `query`, with secrets and parameters in braces.",
      example: "\"{token}\""),
    KeySpec(
      "bearer", .template(tokens: nil), help: "Token sent as `Authorization: Bearer`.",
      example: "\"{access_token}\""),
    KeySpec("basic", .keys(basic), help: "User name and password, sent as `Authorization: Basic`."),
    KeySpec("login", .keys(login), help: "Login request whose response contains the token for all other requests."),
  ]

  private static let basic: [KeySpec] = [
    KeySpec(
      "username", .template(tokens: nil), .required, help: "User name, with secrets and parameters in braces.",
      example: "\"{client_id}\""),
    KeySpec(
      "password", .template(tokens: nil), .defaultText(""), help: "Password, with secrets and parameters in braces.",
      example: "\"{client_secret}\""),
  ]

  private static let login: [KeySpec] = [
    KeySpec(
      "base_url", .template(tokens: nil),
      help: "Base URL of the login server, if it differs; a pipeline's `base_url` replaces it too.",
      example: "https://login.{region}.example.com"),
    KeySpec("request", .keys(request(method: "POST")), .required, help: "Request for the token."),
    KeySpec(
      "basic", .keys(basic),
      help: "Credentials sent only with the login request, as in OAuth's client credentials grant."),
    KeySpec("token_path", .keyPath(), .required, help: "Path to the token in the response.", example: "token"),
    KeySpec("header", .identifier, .defaultText("Authorization"), help: "Header that carries the token."),
    KeySpec(
      "value", .template(tokens: nil), .defaultText("Bearer {token}"),
      help: "Value of the header; {token} is the token from the response."),
  ]

  private static func request(method: String) -> [KeySpec] {
    let texts = ValueSpec.names(of: .scalar(.template(tokens: nil)), noun: "a name")
    return [
      KeySpec("method", .word(["GET", "POST", "PUT"]), .defaultText(method), help: "HTTP method."),
      KeySpec(
        "path", .template(tokens: nil), .required, help: "Path after the base URL; begins with `/`.",
        example: "/api/v1/calls"),
      KeySpec("query", texts, help: "Query parameters, not percent-encoded, in the order in which they are sent."),
      KeySpec("headers", texts, help: "Headers in addition to those of `auth`."),
      KeySpec(
        "body", .names(of: .json, noun: "a name"),
        help:
          "JSON object to send; a value that is only a page token or an epoch window token is sent as a number."),
      KeySpec("form", texts, help: "Form to send (`application/x-www-form-urlencoded`) instead of `body`."),
    ]
  }

  private static let window: [KeySpec] = [
    KeySpec("format", .timePattern, help: "Time pattern.", example: "yyyyMMddHHmmss"),
    KeySpec(
      "zone", .word(["range", "utc"]), help: "Time zone of the times: the pipeline's (`range`), or UTC (the default)."),
    KeySpec(
      "end", .word(["inclusive", "exclusive"]),
      help: "End of the window: `inclusive` sends its last unit; `exclusive` is the default."),
    KeySpec(
      "resolution", .duration, help: "Smallest time step of the API; default: the smallest unit of `format`.",
      example: "1 s"),
  ]

  private static let limits: [KeySpec] = [
    KeySpec(
      "records", .integer(1...Int.max),
      help:
        "Maximum number of records for one window (with `paging`, over all pages); the API truncates longer results."),
    KeySpec("window", .duration, help: "Longest window of one request.", example: "31 days"),
    KeySpec("bytes", .size, help: "Maximum size of a response, decompressed.", example: "256 MB"),
    KeySpec("time", .duration, help: "Maximum duration of a response.", example: "60 s"),
    KeySpec("in_flight", .integer(1...1_000), help: "Maximum number of concurrent requests per token."),
    KeySpec("calls_per_day", .integer(1...Int.max), help: "Maximum number of calls per token and day."),
  ]

  private static let envelope: [KeySpec] = [
    KeySpec(
      "records", .keyPath(orTop: true),
      help: "Path to the records; `.` if the response itself is the list of records.", example: "data"),
    KeySpec(
      "success",
      .keys([
        KeySpec("at", .keyPath(), .required, help: "Path to the response's status."),
        KeySpec(
          "any_of", .list(of: .scalar(.text)), .required, help: "Values that mean success.",
          example: "[\"200\", true]"),
      ]),
      help:
        "Condition for success, in addition to the HTTP status; with `grain: request`, the default is any content."),
    KeySpec(
      "declared",
      .keys([
        KeySpec(
          "at", .keyPath(), .required,
          help: "Path to the response's record count; for the total of all pages, use `paging.total`."),
        KeySpec(
          "pattern", .regex, help: "Regular expression whose first group is the number, if it is part of a text."),
        KeySpec("sample", .template(tokens: ["count"]), help: "Sample text, with {count}."),
        KeySpec(
          "required", .boolean, .defaultText("false"),
          help: "Reject responses without a readable record count; otherwise a run warns once."),
      ]), help: "Record count declared by the response."),
    KeySpec("message", .keyPath(), help: "Path to the API's message.", example: "msg"),
  ]

  private static let paging: [KeySpec] = [
    KeySpec(
      "by", .word(["number", "offset", "cursor", "link"]), .required,
      help:
        "Way to request the next page: a counted {page.number} or {page.offset}, or a cursor or link from the response.",
      example: "cursor"),
    KeySpec(
      "at", .keyPath(), help: "Path to the cursor or link to the next page in the response.",
      example: "meta.next"),
    KeySpec(
      "first", .integer(0...1_000_000),
      help: "First {page.number}, 1 by default; or the number added to {page.offset}, 0 by default."),
    KeySpec(
      "size", .integer(1...1_000_000), help: "Value of {page.size}: the number of records to request per page."),
    KeySpec(
      "more",
      .keys([
        KeySpec("at", .keyPath(), .required, help: "Path in the response.", example: "has_more"),
        KeySpec(
          "any_of", .list(of: .scalar(.text)), .required, help: "Values that mean that more pages follow.",
          example: "[true]"),
      ]),
      help:
        "Condition for more pages; default: a cursor or link, the total, or a page that is not empty."
    ),
    KeySpec(
      "total", .keyPath(), help: "Path to the total number of records of all pages.", example: "meta.total"),
    KeySpec(
      "max_pages", .integer(1...1_000_000_000), .defaultText("10000"),
      help: "Number of pages of one window at which a run gives up, because a source may link pages without end."),
  ]

  private static let verdict: [KeySpec] = [
    KeySpec(
      "status", .anyOf([.scalar(.status), .list(of: .scalar(.status))]),
      help: "HTTP status, or the response's own status if the HTTP status is 2xx; `5xx` matches 500 to 599."),
    KeySpec("message", .regex, help: "Regular expression that matches a part of the message, ignoring case."),
    KeySpec("verdict", .words(VerdictKind.self), .required, help: "Verdict on the response.", example: "busy"),
    KeySpec("hint", .text, help: "Explanation and advice for the user; when to rerun is added."),
    KeySpec("sample", .text, help: "Sample message that this rule matches."),
  ]

  private static let report: [KeySpec] = [
    KeySpec("title", .text, help: "The report's display name."),
    KeySpec("help", .text, help: "Meaning of a row, and notes on its numbers."),
    KeySpec("request", .keys(request(method: "GET")), .required, help: "Request for one window."),
    KeySpec(
      "grain", .words(Grain.self), .required,
      help:
        "Meaning of a row: an event with its own time, an aggregate of the window, or only a receipt of the request.",
      example: "event"),
    KeySpec("time", .identifier, help: "Field with an event's own time, which is compared with the window."),
    KeySpec(
      "parameters", .names(of: .keys(parameter), noun: "a parameter"),
      help: "Values that pipelines set under `source` for this report."),
    KeySpec("window", .keys(window), help: "Overrides the system's `window`, key by key."),
    KeySpec("limits", .keys(limits), help: "Overrides the system's `limits`, key by key."),
    KeySpec("envelope", .keys(envelope), help: "Overrides the system's `envelope`, key by key."),
    KeySpec(
      "paging", .anyOf([.scalar(.word(["none"])), .keys(paging)]),
      help: "Replaces the system's `paging`; `none`: one response contains the complete window."),
    KeySpec("verdicts", .list(of: .keys(verdict)), help: "Rules that apply before the system's."),
    KeySpec("fields", .names(of: .keys(field), noun: "a field"), help: "Documented fields, in order."),
    KeySpec(
      "partition", .template(tokens: PipelineKeys.partitionTokens), help: "Default of a pipeline's `sink.partition`."),
  ]

  private static let field: [KeySpec] = [
    KeySpec(
      "from", .anyOf([.scalar(.origin), .list(of: .scalar(.origin))]),
      help: "Source of the value, or several alternative names; default: the field's name.",
      example: "name.givenName"),
    KeySpec("type", .words(ColumnType.self), help: "Type of the column; default: string.", example: "timestamp"),
    KeySpec(
      "format", .timeFormat,
      help:
        "The API's time format: a pattern of yyyy MM dd HH hh a mm ss SSS SSSSSS XXX, or an epoch count; default: ISO 8601.",
      example: "epoch_seconds"),
    KeySpec("help", .text, help: "Meaning of the value."),
    KeySpec(
      "null_if", .anyOf([.scalar(.literal), .list(of: .scalar(.literal))]), help: "Texts to read as null."),
    KeySpec("trim", .boolean, .defaultText("false"), help: "Removes whitespace at both ends."),
    KeySpec("default", .text, help: "Value to use if it is missing or null."),
    KeySpec("join", .text, help: "Separator that joins the elements of an array into text."),
    KeySpec(
      "required", .boolean, .defaultText("false"),
      help:
        "Rejects records in which the value is missing or null and has no default; Parquet columns are then required."
    ),
    KeySpec("sample", .keys(sample), help: "Form of generated values."),
  ]

  private static let sample: [KeySpec] = [
    KeySpec("like", .words(SampleHint.Likeness.self), help: "Kind of values."),
    KeySpec("values", .list(of: .scalar(.text)), help: "Values to choose from."),
    KeySpec("as_text", .boolean, .defaultText("false"), help: "Sends numbers as text."),
    KeySpec("missing", .share, .defaultText("0"), help: "Share of records without the key."),
  ]
}
