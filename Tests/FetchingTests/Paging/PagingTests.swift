import ConfigurationFiles
import Fetching
import Foundation
import Planning
import TestSupport
import Testing

/// Tests windows whose records are paged.
struct PagingTests {
  static func response(_ records: Int, _ more: String = "") -> ScriptedTransport.Response {
    let rows = (0..<records).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
    return .body(200, #"{"data":[\#(rows)]\#(more.isEmpty ? "" : ",\(more)")}"#)
  }

  static func fetch(_ paging: Paging, _ change: (inout TestSource) -> Void = { _ in }) -> TestFetch {
    TestFetch { source in
      source.paging = paging
      source.envelope = TestSource.envelope(success: nil, declared: false)
      source.limits = Limits()
      source.query = []
      change(&source)
    }
  }

  static let cursor = Paging(style: .cursor(at: ["next"]), size: 3)
  static let link = Paging(style: .link(at: ["next"]))

  @Test func `pages are requested one after another and have one receipt`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1), size: 3)) {
      $0.query = [("page", "{page.number}"), ("size", "{page.size}")]
    }
    let transport = ScriptedTransport([Self.response(3), Self.response(2), Self.response(0)])
    let source = try fetch.source(transport)
    guard case .rows(let receipt) = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(receipt.rows == 5)
    #expect(receipt.pages == 3)
    #expect(receipt.declared == nil)
    #expect(receipt.bytes == 86)
    #expect(
      transport.requests.map(\.url) == (1...3).map { "http://api.test/calls?page=\($0)&size=3" })
    #expect(await source.counts.calls == 3)
    #expect(await source.counts.retries == 0)
    #expect(
      fetch.log.events == (1...3).map { .sending(TestSource.day, page: $0, attempt: 1) })
  }

  @Test func `an offset is the number of received records, whatever was requested`() async throws {
    let fetch = Self.fetch(Paging(style: .offset(first: 1), size: 100, total: ["total"])) {
      $0.query = [("start", "{page.offset}")]
    }
    let transport = ScriptedTransport([
      Self.response(3, #""total":5"#), Self.response(2, #""total":5"#),
    ])
    guard case .rows(let receipt) = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(receipt.declared == 5)
    #expect(transport.requests.map(\.url) == ["http://api.test/calls?start=1", "http://api.test/calls?start=4"])
  }

  @Test func `the first request has no cursor, and the others have the response's, encoded`() async throws {
    let fetch = Self.fetch(Self.cursor) {
      $0.query = [("after", "{page.cursor}"), ("limit", "{page.size}")]
    }
    let transport = ScriptedTransport([
      Self.response(1, #""next":"a/b=="# + "\""), Self.response(1, #""next":7"#), Self.response(0),
    ])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(
      transport.requests.map(\.url) == [
        "http://api.test/calls?limit=3", "http://api.test/calls?after=a%2Fb%3D%3D&limit=3",
        "http://api.test/calls?after=7&limit=3",
      ])
  }

  @Test func `a cursor can be in a body, in which numbers remain numbers`() async throws {
    let fetch = Self.fetch(Self.cursor) {
      $0.method = "POST"
      $0.body = .json([
        ("range", .object([("from", .text(TestSource.template("{window.start}")))])),
        (
          "page",
          .object([
            ("after", .text(TestSource.template("{page.cursor}"))), ("size", .text(TestSource.template("{page.size}"))),
          ])
        ),
        ("kinds", .array([.text(TestSource.template("a\"b")), .literal("1.50"), .literal("null")])),
      ])
    }
    let transport = ScriptedTransport([Self.response(1, #""next":"n"# + "\""), Self.response(1)])
    guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(
      transport.requests.map { String(decoding: $0.body, as: UTF8.self) } == [
        #"{"range":{"from":"20261001000000"},"page":{"size":3},"kinds":["a\"b",1.50,null]}"#,
        #"{"range":{"from":"20261001000000"},"page":{"after":"n","size":3},"kinds":["a\"b",1.50,null]}"#,
      ])
    #expect(transport.requests[0].headers.contains { $0 == ("Content-Type", "application/json") })
  }

  @Test func `seconds since the epoch are a number in a body, and text in a form`() async throws {
    for body in [
      RequestBody.json([
        ("from", .text(TestSource.template("{window.start}"))), ("at", .text(TestSource.template("t{window.start}"))),
      ]),
      .form([("from", TestSource.template("{window.start}")), ("a b", TestSource.template("c&d"))]),
    ] {
      let fetch = TestFetch {
        $0.method = "POST"
        $0.format = TestSource.format("epoch_seconds", usesRangeZone: false)
        $0.body = body
      }
      let transport = ScriptedTransport([.body(200, rows(1))])
      guard case .rows = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
      let sent = String(decoding: transport.requests[0].body, as: UTF8.self)
      let type = transport.requests[0].headers.first { $0.name == "Content-Type" }?.value
      if case .form = body {
        #expect(sent == "from=1790830800&a%20b=c%26d")
        #expect(type == "application/x-www-form-urlencoded")
      } else {
        #expect(sent == #"{"from":1790830800,"at":"t1790830800"}"#)
        #expect(type == "application/json")
      }
    }
  }

  @Test(arguments: [
    ("http://api.test/calls?page=2&x=%20y#top", "http://api.test/calls?page=2&x=%20y"),
    ("/v2/calls?page=2", "http://api.test/v2/calls?page=2"), ("?page=2", "http://api.test/calls?page=2"),
    ("http://API.test:80/calls", "http://API.test:80/calls"),
  ])
  func `a link may be absolute or relative`(_ link: String, _ asked: String) async throws {
    let fetch = Self.fetch(Self.link)
    let transport = ScriptedTransport([Self.response(1, #""next":"\#(link)""#), Self.response(1)])
    guard case .rows(let receipt) = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(receipt.rows == 2)
    #expect(transport.requests.map(\.url) == ["http://api.test/calls", asked])
    #expect(transport.requests[1].headers.contains { $0 == ("x-token", "s3cret-token-42") })
  }

  @Test func `a relative link is resolved against its own page, not the first`() async throws {
    let fetch = Self.fetch(Self.link) { $0.baseURL = "http://api.test/v1" }
    let transport = ScriptedTransport([
      Self.response(1, #""next":"/v2/pages/2""#), Self.response(1, #""next":"3?a=b""#),
      Self.response(1, #""next":"?a=c""#),
      Self.response(1),
    ])
    guard case .rows(let receipt) = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(receipt.rows == 4)
    #expect(
      transport.requests.map(\.url) == [
        "http://api.test/v1/calls", "http://api.test/v2/pages/2", "http://api.test/v2/pages/3?a=b",
        "http://api.test/v2/pages/3?a=c",
      ])
  }

  @Test(arguments: [Paging(style: .cursor(at: ["next"])), Self.link])
  func `a linked page is not empty, even if a rule matches`(_ paging: Paging) async throws {
    let fetch = Self.fetch(paging) {
      if case .cursor = paging.style { $0.query = [("c", "{page.cursor}")] }
      $0.rules = [TestSource.rule([404], "not found", .empty)]
    }
    let pages = [Self.response(2, #""next":"/calls?p=2""#), .body(404, #"{"msg":"Not found"}"#)]
    let error = try await fetch.failure(pages + pages + pages)
    #expect(
      error.description
        == #"cannot fetch \#(ReportClientTests.window): page 2, the link of the previous page, failed with HTTP 404, the API reports "Not found" (3 tries); nothing was published; rerun to try again"#
    )
    guard case .empty = try await fetch.fetch([.body(404, #"{"msg":"Not found"}"#)]) else { throw Unexpected() }
  }

  @Test func `a number cursor is a number in a body, and a text cursor is not`() async throws {
    for (next, sent) in [("7", "7"), (#""7""#, #""7""#)] {
      let fetch = Self.fetch(Self.cursor) {
        $0.method = "POST"
        $0.body = .json([("after", .text(TestSource.template("{page.cursor}")))])
      }
      let transport = ScriptedTransport([Self.response(1, #""next":\#(next)"#), Self.response(1)])
      _ = try await fetch.fetch(try fetch.source(transport))
      #expect(transport.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["{}", #"{"after":\#(sent)}"#])
    }
  }

  @Test(arguments: [
    (Int.max, 1, Int.max), (1, .max, .max), (.min, -1, .min), (.max, .min, -1), (2, 3, 5),
  ])
  func `declared counts of pages are added without overflow`(_ first: Int, _ second: Int, _ sum: Int) {
    func receipt(_ declared: Int?) -> RequestReceipt {
      RequestReceipt(
        window: TestSource.day, status: 200, rows: 1, declared: declared, bytes: 10, requestedAt: TestSource.now)
    }
    var taken = receipt(first)
    taken.append(receipt(second))
    #expect(taken.declared == sum)
    #expect(taken.rows == 2)
    #expect(taken.pages == 2)
    taken.append(receipt(nil))
    #expect(taken.declared == nil)
  }

  @Test func `a total on only the first page is the declared count of the receipt`() async throws {
    let fetch = Self.fetch(Paging(style: .cursor(at: ["next"]), total: ["total"])) {
      $0.query = [("c", "{page.cursor}")]
    }
    let outcome = try await fetch.fetch([Self.response(2, #""next":"a","total":3"#), Self.response(1)])
    guard case .rows(let receipt) = outcome else { throw Unexpected() }
    #expect(receipt.declared == 3)
  }

  @Test func `a total of zero is an empty window, with or without a records key`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1), total: ["total"])) { $0.query = [("p", "{page.number}")] }
    guard case .empty = try await fetch.fetch([.body(200, #"{"total":0}"#)]) else { throw Unexpected() }
  }

  @Test func `an http link to an https host is requested by https`() async throws {
    let fetch = Self.fetch(Self.link) { $0.baseURL = "https://api.test/root" }
    let transport = ScriptedTransport([Self.response(1, #""next":"http://api.test/root/calls?p=2""#), Self.response(1)])
    _ = try await fetch.fetch(try fetch.source(transport))
    #expect(transport.requests[1].url == "https://api.test/root/calls?p=2")
  }

  @Test(arguments: ["http://evil.test/calls", "//evil.test/calls", "http://api.test:81/", "https://api.test/calls"])
  func `a link to another server is not followed`(_ link: String) async throws {
    let fetch = Self.fetch(Self.link)
    let transport = ScriptedTransport([Self.response(1, #""next":"\#(link)""#)])
    let source = try fetch.source(transport)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    let origin =
      link.hasPrefix("//")
      ? "http://evil.test" : link.hasSuffix("/") ? "http://api.test:81" : String(link.dropLast("/calls".count))
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): the response links the next page at \(origin), but the credentials are for http://api.test; set `source.base_url` to that URL if you trust it"
    )
    #expect(error.kind == .configuration)
    #expect(transport.requests.count == 1)
  }

  @Test func `a link to another server is reported without its secrets`() async throws {
    let fetch = Self.fetch(Self.link) { $0.secrets = ["token": "S3cret-TOKEN-42"] }
    let error = try await fetch.failure([Self.response(1, #""next":"http://S3cret-TOKEN-42.evil.test/""#)])
    #expect(
      error.reason
        == "the response links the next page at http://***.evil.test, but the credentials are for http://api.test")
  }

  @Test func `an invalid link is reported without its secrets`() async throws {
    let fetch = Self.fetch(Self.link)
    let transport = ScriptedTransport([Self.response(1, #""next":"ftp://u:other@api.test/s3cret-token-42""#)])
    let source = try fetch.source(transport)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): the response has an invalid URL of the next page: ftp://api.test/***; check `paging.at` in the catalog"
    )
  }

  @Test func `a failed page is requested again alone and reported by number`() async throws {
    let fetch = Self.fetch(Self.cursor) { $0.query = [("after", "{page.cursor}")] }
    let transport = ScriptedTransport([
      Self.response(2, #""next":"a""#), .body(503, "later"), .body(503, "later"), Self.response(2, #""next":"b""#),
      .body(503, "later"), .body(503, "later"), Self.response(1),
    ])
    let source = try fetch.source(transport)
    guard case .rows(let receipt) = try await fetch.fetch(source) else { throw Unexpected() }
    #expect(receipt.rows == 5)
    #expect(transport.requests.map { $0.url.suffix(1) } == ["s", "a", "a", "a", "b", "b", "b"])
    #expect(await source.counts.retries == 4)
    #expect(
      fetch.log.lines.first
        == #"\#(ReportClientTests.window): page 2: HTTP 503, the API reports "later"; retrying in 500 ms"#)
  }

  @Test func `inconsistent pages are all fetched again, and then fail`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1), total: ["total"])) { $0.query = [("p", "{page.number}")] }
    let pages = [Self.response(2, #""total":3"#), Self.response(2, #""total":4"#)]
    let transport = ScriptedTransport(
      pages + pages + [Self.response(2, #""total":3"#), Self.response(1, #""total":3"#)])
    guard case .rows(let receipt) = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(receipt.rows == 3)
    #expect(transport.requests.map { $0.url.suffix(1) } == ["1", "2", "1", "2", "1", "2"])
    #expect(fetch.clock.sleeps == [.milliseconds(500), .seconds(1)])
    let other = Self.fetch(Paging(style: .number(first: 1), total: ["total"])) { $0.query = [("p", "{page.number}")] }
    let error = try await other.failure(pages + pages + pages)
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): the source declared 3 records in total, but 4 on page 2 (3 tries); nothing was published; rerun to try again"
    )
    #expect(error.kind == .badData)
    #expect(error.scope == .chunk)
  }

  @Test func `windows are split if all pages together reach the cap, by the total if it is declared`() async throws {
    let fetch = Self.fetch(Self.cursor) {
      $0.query = [("after", "{page.cursor}")]
      $0.limits = Limits(records: 5)
    }
    let outcome = try await fetch.fetch([Self.response(3, #""next":"a""#), Self.response(2, #""next":"b""#)])
    guard case .tooLarge(let receipt, let reason, let shown) = outcome else { throw Unexpected() }
    #expect(shown.held == 5)
    #expect(reason == "the pages have 5 records, the API's limit is 5, and it may be truncated")
    #expect(receipt?.rows == 5)
    let told = Self.fetch(Paging(style: .cursor(at: ["next"]), total: ["total"])) {
      $0.query = [("after", "{page.cursor}")]
      $0.limits = Limits(records: 50)
    }
    let early = try await told.fetch([Self.response(3, #""next":"a","total":400"#)])
    guard case .tooLarge(let receipt, let reason, let shown) = early else { throw Unexpected() }
    #expect(shown == RecordEvidence(held: 3, declared: 400))
    #expect(reason == "the source declares 400 records, and the API's limit is 50")
    #expect(receipt?.rows == 50)
    #expect(receipt?.declared == 400)
  }

  @Test func `a window without records is empty after its first page`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1))) { $0.query = [("p", "{page.number}")] }
    guard case .empty(let receipt, let reason) = try await fetch.fetch([Self.response(0)]) else { throw Unexpected() }
    #expect(reason == "HTTP 200, no records")
    #expect(receipt.pages == 1)
  }

  @Test func `a rule that classifies the page after the last as empty ends the pages`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1))) {
      $0.query = [("p", "{page.number}")]
      $0.rules = [TestSource.rule([404], "no such page", .empty)]
    }
    let outcome = try await fetch.fetch([Self.response(2), .body(404, #"{"msg":"No such page"}"#)])
    guard case .rows(let receipt) = outcome else { throw Unexpected() }
    #expect(receipt.rows == 2)
    #expect(receipt.pages == 2)
  }

  @Test(arguments: [
    cursor, link, Paging(style: .cursor(at: ["next"]), more: Paging.More(at: ["more"], anyOf: ["true"])),
  ])
  func `linked pages without an end are given up too`(_ paging: Paging) async throws {
    var paging = paging
    paging.maxPages = 20
    let fetch = Self.fetch(paging) { source in
      if case .cursor = paging.style { source.query = [("c", "{page.cursor}")] }
    }
    let endless = ScriptedTransport((1...21).map { Self.response(1, #""next":"/calls?c=\#($0)","more":true"#) })
    let source = try fetch.source(endless)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(
      error.reason
        == "20 pages were read and none is the last; use larger pages or a shorter `chunk`, or raise `paging.max_pages`"
    )
    #expect(endless.requests.count == 20)
  }

  @Test func `pages without an end are given up at once, and their progress is reported`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1))) { $0.query = [("p", "{page.number}")] }
    let maxPages = Paging.defaultMaxPages
    let endless = ScriptedTransport(Array(repeating: Self.response(1), count: maxPages + 1))
    let source = try fetch.source(endless)
    let error = try #require(await #expect(throws: FetchError.self) { try await fetch.fetch(source) })
    #expect(
      error.description
        == "cannot fetch \(ReportClientTests.window): 10000 pages were read and none is the last; check that the request contains the page number, give `paging.total` or `paging.more` in the catalog, use larger pages or a shorter `chunk`, or raise `paging.max_pages`; nothing was published; rerun to try again"
    )
    #expect(error.kind == .badData)
    #expect(endless.requests.count == maxPages)
    #expect(fetch.log.lines.count == maxPages / 100 - 1)
    #expect(fetch.log.lines.first == "\(ReportClientTests.window): 100 pages with 100 records so far")
  }

  @Test func `an empty page after one that was cut after records does not end the pages`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1))) { $0.query = [("p", "{page.number}")] }
    let cut = ScriptedTransport.Response.broken(
      200, #"{"data":[{"id":"0"},{"id":"1"},{"#, TransportError(.cut, "it broke off"))
    let error = try await fetch.failure([Self.response(3), cut, Self.response(0), Self.response(0)])
    #expect(
      error.reason == "page 2: the response has 0 records, but an incomplete response before it showed at least 2")
    let outcome = try await fetch.fetch([Self.response(3), cut, Self.response(2), Self.response(0)])
    guard case .rows(let receipt) = outcome else { throw Unexpected() }
    #expect(receipt.rows == 5)
  }

  @Test func `pages that do not belong together are evidence against an empty second reading`() async throws {
    let fetch = Self.fetch(Paging(style: .number(first: 1), total: ["total"])) { $0.query = [("p", "{page.number}")] }
    let broken = [Self.response(2, #""total":3"#), Self.response(2, #""total":4"#)]
    let empty = Self.response(0, #""total":0"#)
    let error = try await fetch.failure(broken + [empty, empty])
    #expect(
      error.reason == "the response has 0 records, but an incomplete response before it showed at least 2")
  }

  @Test func `a login that expires between pages is renewed, once per page`() async throws {
    let fetch = Self.fetch(Self.cursor) {
      $0.query = [("after", "{page.cursor}")]
      $0.auth = TestSource.login
      $0.secrets = ["username": "ana", "password": "p4ssword-of-ana"]
    }
    let login = ScriptedTransport.Response.body(200, ReportClientTests.token)
    let transport = ScriptedTransport([
      login, Self.response(1, #""next":"a""#), .body(401, "{}"), login, Self.response(1, #""next":"b""#),
      .body(401, "{}"),
      login, Self.response(1),
    ])
    guard case .rows(let receipt) = try await fetch.fetch(try fetch.source(transport)) else { throw Unexpected() }
    #expect(receipt.rows == 3)
    #expect(transport.requests.count == 8)
  }
}
