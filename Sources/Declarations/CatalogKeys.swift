import Records

/// The keys of a catalog file.
package enum CatalogKeys {
  package static let all: [KeySpec] = [
    KeySpec(
      "system", .identifier, .required, help: "The name by which pipelines call the system.", example: "acme"),
    KeySpec("title", .text, help: "The system's name for people."),
    KeySpec("help", .text, help: "What the system is and what to know before its reports are exported."),
    KeySpec(
      "base_url", .template(tokens: nil), .required, help: "The API's address; may hold parameters in braces.",
      example: "https://{server}.example.com"),
    KeySpec(
      "parameters", .names(of: .keys(parameter), noun: "a parameter"),
      help: "Values that every pipeline gives under `source`."),
    KeySpec(
      "secrets", .names(of: .keys(secret), noun: "a secret"),
      help: "Values that pipelines give under `source` and that are never shown."),
    KeySpec(
      "auth", .anyOf([.keys(auth), .list(of: .keys(auth))]),
      help: "How to prove who asks; of several ways the first whose secrets are given is taken."),
    KeySpec("window", .keys(window), help: "How a window of time is written into a request."),
    KeySpec("limits", .keys(limits), help: "What the API allows."),
    KeySpec("envelope", .keys(envelope), help: "Where an answer holds its records and tells how it went."),
    KeySpec("paging", .keys(paging), help: "How the records of one window come in several answers."),
    KeySpec(
      "verdicts", .list(of: .keys(verdict)), help: "What answers mean that are no success; the first match wins."),
    KeySpec("reports", .names(of: .keys(report), noun: "a report"), .required, help: "The reports of the system."),
  ]

  private static let parameter: [KeySpec] = [
    KeySpec("help", .text, help: "What the value is and where to find it."),
    KeySpec("example", .text, help: "A value as it looks."),
    KeySpec("default", .text, help: "The value where a pipeline gives none; without it the parameter is required."),
    KeySpec("values", .list(of: .scalar(.text)), help: "The values that the API takes; without it, any."),
  ]

  private static let secret: [KeySpec] = [
    KeySpec("help", .text, help: "What the secret is and where it is made.")
  ]

  private static let auth: [KeySpec] = [
    KeySpec("header", .identifier, help: "The name of a header that is sent with each request.", example: "x-api-key"),
    KeySpec(
      "query", .identifier,
      help: "The name of a parameter of the query that is sent with each request and never shown.",
      example: "api_key"),
    KeySpec(
      "value", .template(tokens: nil), help: "The value of `header` or `query`, secrets and parameters in braces.",
      example: "\"{token}\""),
    KeySpec(
      "bearer", .template(tokens: nil), help: "A token that is sent as `Authorization: Bearer`.",
      example: "\"{access_token}\""),
    KeySpec("basic", .keys(basic), help: "A user and a password, sent as `Authorization: Basic`."),
    KeySpec("login", .keys(login), help: "A request that is answered with a token for all the others."),
  ]

  private static let basic: [KeySpec] = [
    KeySpec(
      "username", .template(tokens: nil), .required, help: "The user, secrets and parameters in braces.",
      example: "\"{client_id}\""),
    KeySpec(
      "password", .template(tokens: nil), .defaultText(""), help: "The password, secrets and parameters in braces.",
      example: "\"{client_secret}\""),
  ]

  private static let login: [KeySpec] = [
    KeySpec(
      "base_url", .template(tokens: nil),
      help: "The address of the server that logs in, where it is another; a pipeline's `base_url` stands for it too.",
      example: "https://login.{region}.example.com"),
    KeySpec("request", .keys(request(method: "POST")), .required, help: "The request that asks for the token."),
    KeySpec("basic", .keys(basic), help: "Sent with the login alone, as OAuth's client credentials are."),
    KeySpec("token_path", .keyPath(), .required, help: "Where the answer holds the token.", example: "token"),
    KeySpec("header", .identifier, .defaultText("Authorization"), help: "The header that carries the token."),
    KeySpec(
      "value", .template(tokens: nil), .defaultText("Bearer {token}"),
      help: "The header's value; {token} is the token that was answered."),
  ]

  private static func request(method: String) -> [KeySpec] {
    let texts = ValueSpec.names(of: .scalar(.template(tokens: nil)), noun: "a name")
    return [
      KeySpec("method", .word(["GET", "POST", "PUT"]), .defaultText(method), help: "The HTTP method."),
      KeySpec(
        "path", .template(tokens: nil), .required, help: "The path behind the address; begins with `/`.",
        example: "/api/v1/calls"),
      KeySpec("query", texts, help: "The parameters of the query, in plain text, in the order in which they are sent."),
      KeySpec("headers", texts, help: "Headers besides those of `auth`."),
      KeySpec(
        "body", .names(of: .json, noun: "a name"),
        help:
          "Sent as a JSON object; what is nothing but a token of pages, or of a window in epochs, is sent as a number."),
      KeySpec("form", texts, help: "Sent as a form (`application/x-www-form-urlencoded`) in place of `body`."),
    ]
  }

  private static let window: [KeySpec] = [
    KeySpec("format", .timePattern, help: "How a time is written.", example: "yyyyMMddHHmmss"),
    KeySpec(
      "zone", .word(["range", "utc"]), help: "The clock that is meant: the pipeline's time zone, or UTC (the default)."),
    KeySpec(
      "end", .word(["inclusive", "exclusive"]),
      help: "Whether the end belongs to the window: then its last unit is sent; exclusive by default."),
    KeySpec(
      "resolution", .duration, help: "The smallest step that the API tells apart; by default, what the format shows.",
      example: "1 s"),
  ]

  private static let limits: [KeySpec] = [
    KeySpec(
      "records", .integer(1...Int.max),
      help: "Records that the answer to one window holds at most, with `paging` all its pages; more are cut off."),
    KeySpec("window", .duration, help: "The longest time that one request may ask for.", example: "31 days"),
    KeySpec("bytes", .size, help: "Bytes an answer has at most, decompressed.", example: "256 MB"),
    KeySpec("time", .duration, help: "How long an answer may take.", example: "60 s"),
    KeySpec("in_flight", .integer(1...1_000), help: "Requests at the same time that a token may have."),
    KeySpec("calls_per_day", .integer(1...Int.max), help: "Calls that a token has a day."),
  ]

  private static let envelope: [KeySpec] = [
    KeySpec(
      "records", .keyPath(orTop: true),
      help: "Where the records are; `.` where the answer itself is the list of records.", example: "data"),
    KeySpec(
      "success",
      .keys([
        KeySpec("at", .keyPath(), .required, help: "Where the answer tells how it went."),
        KeySpec(
          "any_of", .list(of: .scalar(.text)), .required, help: "The values that mean success.",
          example: "[\"200\", true]"),
      ]), help: "How an answer tells that it is no failure, besides HTTP's status."),
    KeySpec(
      "declared",
      .keys([
        KeySpec(
          "at", .keyPath(), .required,
          help: "Where the answer tells how many records it has; what all pages have is `paging.total`."),
        KeySpec("pattern", .regex, help: "A regular expression whose first group is the number, where text holds it."),
        KeySpec("sample", .template(tokens: ["count"]), help: "Such a text, with {count}."),
      ]), help: "Where an answer tells how many records it has."),
    KeySpec("message", .keyPath(), help: "Where the API explains itself.", example: "msg"),
  ]

  private static let paging: [KeySpec] = [
    KeySpec(
      "by", .word(["number", "offset", "cursor", "link"]), .required,
      help:
        "What leads to the next page: {page.number} or {page.offset}, which we count, or a cursor or link in the answer.",
      example: "cursor"),
    KeySpec(
      "at", .keyPath(), help: "With `cursor` and `link`: where the answer has what leads to the next page.",
      example: "meta.next"),
    KeySpec(
      "first", .integer(0...1_000_000),
      help: "The first {page.number}, 1 by default; or what is added to {page.offset}, 0 by default."),
    KeySpec(
      "size", .integer(1...1_000_000), help: "{page.size} in the request: the records that a page is asked to hold."),
    KeySpec(
      "more",
      .keys([
        KeySpec("at", .keyPath(), .required, help: "Where the answer tells.", example: "has_more"),
        KeySpec(
          "any_of", .list(of: .scalar(.text)), .required, help: "The values that mean that pages follow.",
          example: "[true]"),
      ]),
      help:
        "How an answer tells that pages follow; without it a cursor or link tells, or the total, or a page that is not empty."
    ),
    KeySpec(
      "total", .keyPath(), help: "Where an answer tells the number of records of all pages.", example: "meta.total"),
  ]

  private static let verdict: [KeySpec] = [
    KeySpec(
      "status", .anyOf([.scalar(.status), .list(of: .scalar(.status))]),
      help: "HTTP's status, or the answer's own where HTTP says 2xx; `5xx` stands for all of a hundred."),
    KeySpec("message", .regex, help: "A regular expression that matches somewhere in the message, whatever the case."),
    KeySpec("verdict", .words(VerdictKind.self), .required, help: "What the answer means.", example: "busy"),
    KeySpec("hint", .text, help: "What to do about it, for people."),
    KeySpec("sample", .text, help: "A message of this kind."),
  ]

  private static let report: [KeySpec] = [
    KeySpec("title", .text, help: "The report's name for people."),
    KeySpec("help", .text, help: "What a row is, and what to know about the numbers."),
    KeySpec("request", .keys(request(method: "GET")), .required, help: "The request that asks for a window."),
    KeySpec(
      "grain", .words(Grain.self), .required,
      help: "What a row stands for: an event with its own time, a sum over the window, or the mere request.",
      example: "event"),
    KeySpec("time", .identifier, help: "The field that holds an event's own time, which is held against the window."),
    KeySpec(
      "parameters", .names(of: .keys(parameter), noun: "a parameter"),
      help: "Values that pipelines give under `source` for this report."),
    KeySpec("window", .keys(window), help: "Stands for the system's, key by key."),
    KeySpec("limits", .keys(limits), help: "Stands for the system's, key by key."),
    KeySpec("envelope", .keys(envelope), help: "Stands for the system's, key by key."),
    KeySpec(
      "paging", .anyOf([.scalar(.word(["none"])), .keys(paging)]),
      help: "Stands for the system's as a whole; `none`: one answer holds a window."),
    KeySpec("verdicts", .list(of: .keys(verdict)), help: "Rules that come before the system's."),
    KeySpec("fields", .names(of: .keys(field), noun: "a field"), help: "The documented fields, in their order."),
    KeySpec(
      "partition", .template(tokens: PipelineKeys.partitionTokens), help: "The path of a partition by default."),
  ]

  private static let field: [KeySpec] = [
    KeySpec(
      "from", .anyOf([.scalar(.origin), .list(of: .scalar(.origin))]),
      help: "Where the value is, or several names that it goes by; left out, the field's name.",
      example: "name.givenName"),
    KeySpec("type", .words(ColumnType.self), help: "The column's type; string by default.", example: "timestamp"),
    KeySpec(
      "format", .timeFormat,
      help:
        "How the API writes a time, in yyyy MM dd HH hh a mm ss SSS SSSSSS XXX or as a count; left out, as ISO 8601.",
      example: "epoch_seconds"),
    KeySpec("help", .text, help: "What the value means."),
    KeySpec(
      "null_if", .anyOf([.scalar(.literal), .list(of: .scalar(.literal))]), help: "Texts that stand for null."),
    KeySpec("trim", .boolean, .defaultText("false"), help: "Removes white space at both ends."),
    KeySpec("default", .text, help: "The value where there is none or it is null."),
    KeySpec("join", .text, help: "Joins the elements of an array into text with this between them."),
    KeySpec(
      "required", .boolean, .defaultText("false"),
      help: "A record without the key, or with a null that no default stands for, is a bad one; Parquet columns say so."
    ),
    KeySpec("sample", .keys(sample), help: "What made-up values look like."),
  ]

  private static let sample: [KeySpec] = [
    KeySpec("like", .words(SampleHint.Likeness.self), help: "The kind of values."),
    KeySpec("values", .list(of: .scalar(.text)), help: "The values to choose from."),
    KeySpec("as_text", .boolean, .defaultText("false"), help: "Whether numbers are sent as text."),
    KeySpec("missing", .share, .defaultText("0"), help: "The share of records that lack the key."),
  ]
}
