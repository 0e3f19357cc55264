import Testing

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "an empty file",
      TestCatalog(text: ""),
      [
        "acme.yaml:1:1: error: the file is empty; begin a catalog file with `system: NAME`"
      ]),
    ExpectedDiagnostic(
      "a misspelt token",
      TestCatalog("{region}", "{regin}"),
      [
        "acme.yaml:2:11: error: `base_url`: unknown token {regin}; did you mean {region}?"
      ]),
    ExpectedDiagnostic(
      "a misspelt token of a request",
      TestCatalog("{window.start}", "{window.begin}"),
      [
        "acme.yaml:12:45: error: `from`: unknown token {window.begin}; known: {window.start}, {window.end}, {region}"
      ]),
    ExpectedDiagnostic(
      "a secret in a request",
      TestCatalog("{window.start}", "{key}"),
      [
        "acme.yaml:12:45: error: `from`: {key} is a secret and is allowed only in `auth`"
      ]),
    ExpectedDiagnostic(
      "a relative path",
      TestCatalog("path: /calls", "path: calls"),
      [
        "acme.yaml:12:22: error: `path` must begin with `/`"
      ]),
    ExpectedDiagnostic(
      "a query in a path",
      TestCatalog("path: /calls", "path: '/calls?a=b'"),
      [
        "acme.yaml:12:22: error: `path` must not contain a query; use `query`"
      ]),
    ExpectedDiagnostic(
      "a zone for an instant",
      TestCatalog("yyyyMMddHHmmss }", "epoch_seconds, zone: range }"),
      [
        "acme.yaml:8:40: error: epoch_seconds is independent of the time zone; remove `zone`"
      ]),
    ExpectedDiagnostic(
      "a parameter with the name of a token",
      TestCatalog("  region:", "  page.size: {}\n  region:"),
      [
        "acme.yaml:4:3: error: `page.size` is a token of requests; choose another name"
      ]),
    ExpectedDiagnostic(
      "a window without its form",
      TestCatalog("window: { format: yyyyMMddHHmmss }\n", ""),
      [
        "acme.yaml:11:5: error: the request contains the window; set `window.format`"
      ]),
    ExpectedDiagnostic(
      "letters that are none",
      TestCatalog("yyyyMMddHHmmss", "YYYYMMdd"),
      [
        "acme.yaml:8:19: error: `format`: expected a time pattern such as yyyyMMddHHmmss, found `YYYYMMdd`; unknown letter `Y`; known: yyyy MM dd HH hh a mm ss SSS SSSSSS XXX; put other text in single quotes"
      ]),
    ExpectedDiagnostic(
      "a resolution finer than the form",
      TestCatalog("yyyyMMddHHmmss }", "yyyyMMddHHmmss, resolution: 1 ms }"),
      [
        "acme.yaml:8:47: error: `resolution` is finer than the smallest unit of `format`"
      ]),
    ExpectedDiagnostic(
      "a resolution that does not divide a day",
      TestCatalog("yyyyMMddHHmmss }", "yyyyMMddHHmmss, resolution: 7 s }"),
      [
        "acme.yaml:8:47: error: `resolution` does not divide a day"
      ]),
    ExpectedDiagnostic(
      "a field without a name, and one with a line break",
      TestCatalog("      id: { type: integer }", "      \" \": {}\n      \"a\\nb\": {}\n      id: { type: integer }"),
      [
        "acme.yaml:15:7: error: a column needs a name",
        "acme.yaml:16:7: error: the column's name contains a control character",
      ]),
    ExpectedDiagnostic(
      "two ways in one",
      TestCatalog(#"{ header: x-api-key, value: "{key}" }"#, #"{ header: x, bearer: "{key}" }"#),
      [
        "acme.yaml:7:7: error: expected exactly one of `header`, `query`, `bearer`, `basic` and `login`"
      ]),
    ExpectedDiagnostic(
      "a header without a value",
      TestCatalog(#", value: "{key}" }"#, " }"),
      [
        "acme.yaml:7:7: error: `header` and `query` require `value`, and `value` requires one of them"
      ]),
    ExpectedDiagnostic(
      "a login without the place of its token",
      TestCatalog(
        #"{ header: x-api-key, value: "{key}" }"#, #"{ login: { request: { path: /l, body: { p: "{key}" } } } }"#),
      [
        "acme.yaml:7:16: error: the key `token_path` is missing: path to the token in the response, for example `token_path: token`"
      ]),
    ExpectedDiagnostic(
      "a login with an unknown token",
      TestCatalog(
        #"{ header: x-api-key, value: "{key}" }"#,
        #"{ login: { request: { path: /l, body: { p: "{kee}" } }, token_path: t } }"#),
      [
        "acme.yaml:7:50: error: `p`: unknown token {kee}; did you mean {key}?"
      ]),
    ExpectedDiagnostic(
      "a parameter with the name of a key",
      TestCatalog("secrets:\n", "  retry: {}\nsecrets:\n"),
      [
        "acme.yaml:5:3: error: `retry` is already a key of `source`; choose another name"
      ]),
    ExpectedDiagnostic(
      "a secret with the name of a parameter",
      TestCatalog("  key: {", "  region: {}\n  key: {"),
      [
        "acme.yaml:6:3: error: `region` is already a key of `source`; choose another name"
      ]),
    ExpectedDiagnostic(
      "an unknown grain",
      TestCatalog("grain: event", "grain: events"),
      [
        "acme.yaml:13:12: error: `grain`: expected event, window or request, found `events`; did you mean `event`?"
      ]),
    ExpectedDiagnostic(
      "a time that is not a field",
      TestCatalog("grain: event", "grain: event\n    time: dat"),
      [
        "acme.yaml:14:11: error: `time` is not a field of the report; did you mean `at`?"
      ]),
    ExpectedDiagnostic(
      "a time of no event",
      TestCatalog("grain: event", "grain: window\n    time: at"),
      [
        "acme.yaml:14:11: error: `time` requires `grain: event`"
      ]),
    ExpectedDiagnostic(
      "fields equal but for case",
      TestCatalog("at: { type: timestamp }", "ID: { type: timestamp }"),
      [
        "acme.yaml:16:7: error: the column names `id` and `ID` differ only in case"
      ]),
    ExpectedDiagnostic(
      "a field full of faults",
      TestCatalog(
        "id: { type: integer }", "id: { type: int, from: $parameter.regon, sample: { like: phne, missing: 3 } }"),
      [
        "acme.yaml:15:19: error: `type`: expected string, integer, decimal, double, boolean, date, timestamp, local_timestamp, seconds or json, found `int`; did you mean `integer`?",
        "acme.yaml:15:30: error: unknown parameter `regon`; did you mean `region`?",
        "acme.yaml:15:64: error: `like`: expected id, phone, person, email, sentence, message, duration, count, ratio, word, key or time, found `phne`; did you mean `phone`?",
        "acme.yaml:15:79: error: `missing`: expected a share such as 0.01 or 1%, found `3`",
      ]),
    ExpectedDiagnostic(
      "a count without a group, and success without words",
      TestCatalog(
        "{ records: rows }", #"{ records: rows, declared: { at: msg, pattern: '\d+' }, success: { at: x } }"#),
      [
        "acme.yaml:9:58: error: `pattern` has no group in parentheses for the number",
        #"acme.yaml:9:76: error: the key `any_of` is missing: values that mean success, for example `any_of: ["200", true]`"#,
      ]),
    ExpectedDiagnostic(
      "a count that its sample does not hold",
      TestCatalog(
        "{ records: rows }",
        #"{ records: rows, declared: { at: msg, pattern: '(\d+) rows', sample: "{count} records" } }"#),
      [
        "acme.yaml:9:80: error: `pattern` does not find the number in `sample`"
      ]),
    ExpectedDiagnostic(
      "a broken regular expression",
      TestCatalog("{ records: rows }", #"{ records: rows, declared: { at: msg, pattern: '(\d+' } }"#),
      [
        #"acme.yaml:9:58: error: `pattern`: expected a regular expression, found `(\d+`; the expression is invalid"#
      ]),
    ExpectedDiagnostic(
      "verdicts",
      TestCatalog(
        "reports:\n",
        "verdicts:\n  - { verdict: busy }\n  - { status: 700, verdict: bussy }\n  - { status: 4xx, message: foo, sample: bar, verdict: fatal }\nreports:\n"
      ),
      [
        "acme.yaml:11:5: error: a rule needs `status` or `message`; without them, it matches every response",
        "acme.yaml:12:15: error: `status`: expected an HTTP status such as 404 or 5xx, found `700`",
        "acme.yaml:12:29: error: `verdict`: expected rows, empty, busy, retry, expired, too_large, quota, resting, denied or fatal, found `bussy`; did you mean `busy`?",
        "acme.yaml:13:42: error: `sample` does not match `message`",
      ]),
    ExpectedDiagnostic(
      "no reports",
      TestCatalog(text: "system: a\nbase_url: https://a.com\nreports:\n"),
      [
        "acme.yaml:3:9: error: `reports` is empty; describe at least one report"
      ]),
    ExpectedDiagnostic(
      "a GET with a body",
      TestCatalog("path: /calls,", "path: /calls, body: { a: b },"),
      [
        "acme.yaml:12:36: error: a GET request has no body; set `method`"
      ]),
    ExpectedDiagnostic(
      "an example that is not a value",
      TestCatalog("example: eu", "example: eu, values: [us]"),
      [
        "acme.yaml:4:41: error: `example` is not one of the `values`"
      ]),
    ExpectedDiagnostic(
      "an address that is none",
      TestCatalog("https://{region}.example.com", #""{region}.example.com""#),
      [
        "acme.yaml:2:11: error: `base_url`: expected a URL such as https://api.example.com; it must begin with https:// or http://"
      ]),
    ExpectedDiagnostic(
      "a key given twice",
      TestCatalog("system: acme", "system: acme\nsystem: other"),
      [
        "acme.yaml:2:1: error: duplicate key `system`; first given in line 1"
      ]),
  ])
  func `errors in a catalog file are reported at their position`(_ diagnostic: ExpectedDiagnostic<TestCatalog>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
