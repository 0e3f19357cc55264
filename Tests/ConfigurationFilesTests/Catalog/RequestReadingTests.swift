import ConfigurationFiles
import Testing

/// Requests, credentials and pages as a catalog file describes them.
struct RequestReadingTests {
  static func catalog(_ request: String = "", auth: String = "", paging: String = "") -> TestCatalog {
    TestCatalog(
      text: """
        system: acme
        base_url: https://example.com
        secrets: { key: {}, user: {} }
        \(auth.isEmpty ? "" : "auth: \(auth)")
        window: { format: epoch_seconds }
        envelope: { records: rows }
        reports:
          calls:
            request: { path: /calls\(request) }
            grain: event
            \(paging.isEmpty ? "" : "paging: \(paging)")
            fields: { id: {} }

        """)
  }

  static func paging(_ text: String, query: String) throws -> Paging? {
    try catalog(", query: { \(query) }", paging: text).read().reports[0].paging
  }

  @Test func `pages are counted or linked by the response`() throws {
    #expect(
      try Self.paging("{ by: number }", query: #"p: "{page.number}""#) == Paging(style: .number(first: 1)))
    #expect(
      try Self.paging(
        "{ by: number, first: 0, size: 50, total: meta.total }", query: #"p: "{page.number}", s: "{page.size}""#)
        == Paging(style: .number(first: 0), size: 50, total: ["meta", "total"]))
    #expect(
      try Self.paging("{ by: offset }", query: #"o: "{page.offset}""#) == Paging(style: .offset(first: 0)))
    #expect(
      try Self.paging(
        #"{ by: cursor, at: meta.next, more: { at: end, any_of: [false, "no"] } }"#, query: #"c: "{page.cursor}""#)
        == Paging(
          style: .cursor(at: ["meta", "next"]), more: Paging.More(at: ["end"], anyOf: ["false", "no"])))
    #expect(
      try Self.paging("{ by: link, at: links.next }", query: "a: b") == Paging(style: .link(at: ["links", "next"])))
  }

  @Test func `a report's paging replaces its system's completely, and none disables it`() throws {
    let text = """
      system: acme
      base_url: https://example.com
      envelope: { records: rows }
      paging: { by: number, size: 10 }
      reports:
        own: { request: { path: /a, query: { o: "{page.offset}" } }, grain: window, paging: { by: offset } }
        whole: { request: { path: /b }, grain: window, paging: none }
        other: { request: { path: /c, query: { p: "{page.number}", s: "{page.size}" } }, grain: window }

      """
    let reports = try TestCatalog(text: text).read().reports
    #expect(
      reports.map(\.paging) == [
        Paging(style: .offset(first: 0)), nil, Paging(style: .number(first: 1), size: 10),
      ])
  }

  @Test func `a body is JSON of any depth, and numbers, booleans and null remain distinct from strings`() throws {
    let report = try Self.catalog(
      #", method: POST, body: { a: { from: "{window.start}", deep: [1, 2.50, "3", -1e3, 007] }, b: true, c: "true", d: null, e: ~, f: {} }"#
    ).read().reports[0]
    guard case .json(let members) = report.request.body else {
      Issue.record("the body is not JSON")
      return
    }
    #expect(
      members.map { "\($0.name) \($0.value)" } == [
        #"a {"from":"{window.start}","deep":[1,2.50,"3",-1e3,"007"]}"#, "b true", #"c "true""#, "d null", "e null",
        "f {}",
      ])
    #expect(report.request.tokens == ["window.start"])
  }

  @Test func `a form keeps its order`() throws {
    let report = try Self.catalog(#", method: POST, form: { z: "{window.start}", a: 1 }"#).read().reports[0]
    guard case .form(let items) = report.request.body else {
      Issue.record("the body is not a form")
      return
    }
    #expect(items.map { "\($0.name)=\($0.value)" } == ["z={window.start}", "a=1"])
  }

  @Test func `credentials are sent in a header, in the query, or as user name and password`() throws {
    func auth(_ text: String) throws -> AuthMethod? { try Self.catalog(auth: text).read().auth.first }
    guard case .query("api_key", let key) = try auth(#"{ query: api_key, value: "{key}" }"#) else { throw Unexpected() }
    #expect(key.tokens == ["key"])
    guard case .basic(let basic) = try auth(#"{ basic: { username: "{user}", password: "{key}" } }"#) else {
      throw Unexpected()
    }
    #expect(basic.tokens == ["user", "key"])
    guard case .basic(let alone) = try auth(#"{ basic: { username: "{key}" } }"#) else { throw Unexpected() }
    #expect(alone.password.description.isEmpty)
    guard
      case .login(let login) = try auth(
        #"{ login: { basic: { username: "{user}", password: "{key}" }, request: { path: /t, form: { grant_type: client_credentials } }, token_path: access_token } }"#
      )
    else { throw Unexpected() }
    #expect(login.basic?.tokens == ["user", "key"])
    #expect(login.request.body.tokens.isEmpty)
    #expect(
      try auth(#"{ login: { basic: { username: "{user}" }, request: { path: /t }, token_path: t } }"#)?.tokens == [
        "user"
      ])
  }

  struct Unexpected: Error {}

  @Test(arguments: [
    (
      "{ by: number }", "",
      "11:13: error: the request does not contain {page.number}, so that every page would be the first"
    ),
    (
      "{ by: cursor }", #", query: { c: "{page.cursor}" }"#,
      "11:13: error: the key `at` is missing: path to the next page's cursor in the response, for example `at: meta.next`"
    ),
    (
      "{ by: offset, at: x }", #", query: { c: "{page.offset}" }"#,
      "11:31: error: `at` requires `by: cursor` or `by: link`; pages by offset are counted"
    ),
    (
      "{ by: link, at: x, first: 1 }", "",
      "11:39: error: `first` requires `by: number` or `by: offset`; the link comes from the response"
    ),
    (
      "{ by: cursor, at: x }", #", headers: { c: "{page.cursor}" }"#,
      "9:14: error: {page.cursor} is omitted from the first request; use it only in a value of `query`, `form` or `body`"
    ),
    (
      "{ by: cursor, at: x }", #", method: POST, body: { c: ["{page.cursor}"] }"#,
      "9:14: error: {page.cursor} is omitted from the first request; use it only in a value of `query`, `form` or `body`"
    ),
    (
      "{ by: number }", #", query: { p: "{page.number}", s: "{page.size}" }"#,
      "9:62: error: `s`: unknown token {page.size}; known: {window.start}, {window.end}, {page.number}"
    ),
    (
      "{ by: link, at: x, more: { at: y, any_of: [] } }", "",
      "11:55: error: `any_of` is empty, so that every page would be the last"
    ),
    ("{ by: pages }", "", "11:19: error: `by`: expected number, offset, cursor or link, found `pages`"),
    (
      "none", #", query: { p: "{page.number}" }"#,
      "9:42: error: `p`: unknown token {page.number}; known: {window.start}, {window.end}"
    ),
  ])
  func `invalid paging is reported`(_ paging: String, _ request: String, _ diagnostic: String) {
    #expect(Self.catalog(request, paging: paging).lines == ["acme.yaml:\(diagnostic)"])
  }

  @Test func `paging values are rejected for a bare list and for a response without rows`() {
    let list = """
      system: acme
      base_url: https://example.com
      reports:
        calls: { request: { path: /c }, grain: event, paging: { by: link, at: next } }
        mail: { request: { path: /m }, grain: request, paging: { by: link, at: next } }

      """
    #expect(
      TestCatalog(text: list).lines == [
        "acme.yaml:4:57: error: the response itself is the list of records and has no `next`; set `envelope.records`",
        "acme.yaml:5:58: error: a response without rows has no pages; set `paging: none`",
      ])
  }

  @Test(arguments: ["data", "result.rows.next", "result"])
  func `paging values cannot be inside the records`(_ path: String) {
    let text = """
      system: acme
      base_url: https://example.com
      envelope: { records: \(path == "data" ? "data" : "result.rows") }
      reports:
        calls: { request: { path: /c }, grain: window, paging: { by: link, at: \(path) } }

      """
    #expect(
      TestCatalog(text: text).lines == [
        "acme.yaml:5:58: error: `\(path)` is the path of the records and cannot contain paging information"
      ])
  }

  @Test func `a login's own server is a URL with parameters`() throws {
    let auth = #"{ login: { base_url: "https://login.{server}.example.com", request: { path: /t }, token_path: t } }"#
    let catalog = TestCatalog(
      text: Self.catalog(auth: auth).text.replacing("secrets:", with: "parameters: { server: {} }\nsecrets:"))
    guard case .login(let login) = try catalog.read().auth[0] else { throw Unexpected() }
    #expect(login.baseURL?.description == "https://login.{server}.example.com")
  }

  @Test(arguments: [
    (#", body: { a: 1 }"#, "9:36: error: a GET request has no body; set `method`"),
    (#", form: { a: 1 }"#, "9:36: error: a GET request has no form; set `method`"),
    (
      #", method: POST, body: { a: 1 }, form: { b: 1 }"#,
      "9:66: error: a request has either a `body` or a `form`; remove one of them"
    ),
    (
      #", method: POST, body: { a: [{ b: "{windw.start}" }] }"#,
      "9:61: error: `b`: unknown token {windw.start}; did you mean {window.start}?"
    ),
    (
      #", method: POST, body: { a: "{" }"#,
      "9:55: error: `a`: expected text with tokens in braces, found `{`; the brace is not closed; write `{{` for a brace"
    ),
  ])
  func `invalid bodies are reported`(_ request: String, _ diagnostic: String) {
    #expect(Self.catalog(request).lines == ["acme.yaml:\(diagnostic)"])
  }

  @Test(arguments: [
    (
      #"{ basic: { username: "{user}:x" } }"#,
      "4:28: error: `username` must not contain a colon, which separates it from the password"
    ),
    (
      #"{ basic: { username: "{usr}" } }"#,
      "4:28: error: `username`: unknown token {usr}; did you mean {user}?"
    ),
    (
      #"{ basic: { password: a } }"#,
      #"4:16: error: the key `username` is missing: user name, with secrets and parameters in braces, for example `username: "{client_id}"`"#
    ),
    (
      #"{ bearer: "{key}", value: a }"#,
      "4:7: error: `header` and `query` require `value`, and `value` requires one of them"
    ),
    (#"{ query: api_key }"#, "4:7: error: `header` and `query` require `value`, and `value` requires one of them"),
  ])
  func `invalid credentials are reported`(_ auth: String, _ diagnostic: String) {
    #expect(Self.catalog(auth: auth).lines == ["acme.yaml:\(diagnostic)"])
  }
}
