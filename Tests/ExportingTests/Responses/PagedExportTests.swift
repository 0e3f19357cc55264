import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import Records
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Tests that windows with pages make the same partitions as one response.
struct PagedExportTests {
  static let styles = [
    "{ by: number, size: 3 }", "{ by: number, first: 0, total: total }",
    "{ by: offset, more: { at: more, any_of: [true] } }",
    "{ by: cursor, at: next }", "{ by: link, at: next, total: total }",
  ]
  static let rowsADay = 8

  static func catalog(_ paging: String, limits: String = "{}") -> String {
    let token = ["number", "offset", "cursor"].first { paging.contains("by: \($0)") }
    let query = token.map { #", page: "{page.\#($0)}""# } ?? ""
    return """
      system: acme
      base_url: https://api.acme.example
      secrets: { token: { help: any } }
      auth: { header: X-Token, value: "{token}" }
      window: { format: epoch_seconds }
      limits: \(limits)
      envelope: { records: data }
      paging: \(paging)
      reports:
        calls:
          grain: event
          request: { path: /calls, query: { from: "{window.start}", to: "{window.end}"\(query) } }
          fields: { id: { type: integer } }

      """
  }

  static let pipeline = """
    version: 1
    name: test
    source: { report: acme/calls, catalog: acme.yaml, token: "${TOKEN}" }
    range: { time_zone: UTC, from: 2026-10-01, to: 2026-10-04 }
    fields: { id: id, total: /total }
    sink: { path: out, compression: none }
    """

  /// Eight rows a day, three hours apart, three a page.
  final class PagedAPI: Transport {
    let style: String
    let pageSize: Int
    private let state = Mutex((requests: [String](), faults: [Int: (status: Int, body: String)]()))

    init(_ style: String, pageSize: Int = 3) {
      self.style = style
      self.pageSize = pageSize
    }

    var requests: [String] { state.withLock { $0.requests } }

    /// Sets the response to a request, counted from 1, instead of the rows.
    func respond(_ number: Int, _ status: Int, _ body: String) {
      state.withLock { $0.faults[number] = (status, body) }
    }

    func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
      let fault = state.withLock { state in
        state.requests.append(request.url)
        return state.faults[state.requests.count]
      }
      let (status, text) = fault ?? (200, body(request.url))
      let bytes = Array(text.utf8)
      let blocks = stride(from: 0, to: bytes.count, by: 7).map { Array(bytes[$0..<min($0 + 7, bytes.count)]) }
      return IncomingResponse(status: status, body: ResponseBody(blocks: blocks))
    }

    private func body(_ url: String) -> String {
      let items = URLComponents(string: url)?.queryItems ?? []
      func number(_ name: String) -> Int? { items.first { $0.name == name }?.value.flatMap { Int($0) } }
      let step = 86_400 / PagedExportTests.rowsADay
      let ids = [number("from") ?? 0, number("to") ?? 0].map { ($0 + step - 1) / step }
      let all = Array(ids[0]..<ids[1])
      let start: Int =
        switch style {
        case _ where style.contains("first: 0"): (number("page") ?? 0) * pageSize
        case _ where style.contains("by: number"): ((number("page") ?? 1) - 1) * pageSize
        default: number("page") ?? number("after") ?? 0
        }
      let rows = all.dropFirst(start).prefix(pageSize)
      let end = start + rows.count
      let next =
        end < all.count
        ? style.contains("link") ? "\"\(url.split(separator: "&after")[0])&after=\(end)\"" : "\"\(end)\"" : "null"
      let records = rows.map { #"{"id":\#($0)}"# }.joined(separator: ",")
      return #"{"next":\#(next),"data":[\#(records)],"total":\#(all.count),"more":\#(end < all.count)}"#
    }
  }

  static func export(
    _ style: String, api: PagedAPI, limits: String = "{}", files: any FileStore = MemoryFileStore()
  ) -> TestExport {
    var export = TestExport(PagedExportTests.pipeline, files: files)
    export.catalog = catalog(style, limits: limits)
    export.transport = api
    return export
  }

  static func whole() -> [String: String] {
    var partitions: [String: String] = [:]
    for day in 1...3 {
      let first = (Instant("2026-10-0\(day)T00:00:00Z")!.microseconds / 1_000_000) / 10_800
      let lines = (0..<8).map { "\(first + Int64($0)),8" }
      partitions["date=2026-10-0\(day)/2026100\(day)T000000Z-2026100\(day + 1)T000000Z.csv"] =
        (["id,total"] + lines).joined(separator: "\n") + "\n"
    }
    return partitions
  }

  @Test(arguments: styles)
  func `every kind of paging gives the rows of one response in order`(_ style: String) async throws {
    let api = PagedAPI(style)
    let export = Self.export(style, api: api)
    let summary = try await export.run()
    #expect(summary.rows == 24)
    #expect(try export.partitions() == Self.whole())
    // Three pages per day, and an empty one if nothing else marks the end.
    #expect(api.requests.count == (style == PagedExportTests.styles[0] ? 12 : 9))
    let checkpoint = try export.text("_tidemark/checkpoints/20261001T000000Z-20261002T000000Z.json")
    #expect(checkpoint.contains("\"pages\" : \(api.requests.count / 3)"))
  }

  @Test(arguments: styles)
  func `a truncated page is fetched again without duplicate rows`(_ style: String) async throws {
    let api = PagedAPI(style)
    api.respond(2, 200, #"{"next":"9","data":[{"id":1},{"id":2},{"id"#)
    api.respond(3, 503, "")
    api.respond(6, 200, #"{"data":[{"id":1}]} trailing"#)
    let export = Self.export(style, api: api)
    let summary = try await export.run()
    #expect(summary.rows == 24)
    #expect(summary.retries == 3)
    #expect(try export.partitions() == Self.whole())
  }

  @Test func `a total that changes between pages makes all pages be fetched again`() async throws {
    let api = PagedAPI(Self.styles[4])
    api.respond(2, 200, #"{"data":[{"id":77}],"total":9}"#)
    let export = Self.export(Self.styles[4], api: api)
    #expect(try await export.run().rows == 24)
    #expect(try export.partitions() == Self.whole())
  }

  @Test func `a total that is never reached fails the chunk, and the others are committed`() async throws {
    let api = PagedAPI(Self.styles[4])
    for number in 1...5 { api.respond(number, 200, #"{"data":[{"id":77}],"total":9,"next":null}"#) }
    let export = Self.export(Self.styles[4], api: api)
    let summary = try await export.run()
    #expect(summary.committed == 2)
    #expect(summary.failures.map(\.kind) == [.badData])
    #expect(
      summary.failures.first?.reason
        == "cannot fetch 2026-10-01T00:00:00Z..2026-10-02T00:00:00Z: the source declares 9 records in total, but its one page has 1 (5 tries); nothing was published; rerun to try again"
    )
    #expect(try export.partitions() == Self.whole().filter { !$0.key.contains("10-01/") })
  }

  @Test(arguments: styles)
  func `a window over the limit of all pages is split, and its parts have pages`(
    _ style: String
  ) async throws {
    let api = PagedAPI(style, pageSize: 2)
    let export = Self.export(style, api: api, limits: "{ records: 5 }")
    let summary = try await export.run()
    #expect(summary.rows == 24)
    #expect(Self.ids(try export.partitions()) == Self.ids(Self.whole()))
  }

  /// The first column of all partitions, in the order of their names.
  static func ids(_ partitions: [String: String]) -> [String] {
    var ids: [String] = []
    for (_, text) in partitions.sorted(by: { $0.key < $1.key }) {
      for line in text.split(separator: "\n").dropFirst() { ids.append(String(line.prefix { $0 != "," })) }
    }
    return ids
  }

  @Test func `a catalog with a wrong path to the next page causes one warning`() async throws {
    let api = PagedAPI("{ by: cursor, at: next }", pageSize: 4)
    let export = Self.export("{ by: cursor, at: meta.next, size: 4 }", api: api)
    #expect(try await export.run().rows == 12)
    let warnings = export.events.warnings
    #expect(
      warnings == [
        "2026-10-01T00:00:00Z..2026-10-02T00:00:00Z: the last page is full, but it has no value at `meta.next`, the path to the next page; if records are missing, fix `paging.at` in the catalog, or set `paging.total` or `paging.more`"
      ])
  }

  @Test func `a missing flag is not the end of the pages`() async throws {
    let export = Self.export("{ by: number, more: { at: moar, any_of: [true] } }", api: PagedAPI("{ by: number }"))
    let summary = try await export.run()
    #expect(summary.rows == 0)
    #expect(
      summary.failures.first?.reason
        == "cannot fetch 2026-10-01T00:00:00Z..2026-10-02T00:00:00Z: page 1 has no value at `moar`, which shows if more pages follow (5 tries); nothing was published; rerun to try again"
    )
  }

  @Test(arguments: [
    (
      "{ by: link, at: next }", #""next":{"href":"x"}"#,
      "the value at `next` is an object; expected a cursor or link to the next page"
    ),
    (
      "{ by: cursor, at: next }", #""next":true"#,
      "the value at `next` is a boolean; expected a cursor or link to the next page"
    ),
    (
      "{ by: number, more: { at: more, any_of: [true] } }", #""more":{"v":true}"#,
      "the value at `more` is an object; expected a value that shows if more pages follow"
    ),
    ("{ by: number, total: total }", #""total":"1.000""#, "the value at `total` is not a number of records"),
  ])
  func `invalid paging values fail the chunk instead of ending the window`(
    _ style: String, _ told: String, _ reason: String
  ) async throws {
    let api = PagedAPI(style)
    for number in 1...15 { api.respond(number, 200, #"{"data":[{"id":1}],\#(told)}"#) }
    let summary = try await Self.export(style, api: api).run()
    #expect(summary.rows == 0)
    #expect(summary.failures.count == 3)
    let found = try #require(summary.failures.first?.reason)
    #expect(found.contains(": HTTP 200, but \(reason) (5 tries)"), "\(found)")
  }

  @Test func `a server that ignores the requested page causes no duplicate rows`() async throws {
    let api = PagedAPI("{ by: number }")
    for number in 1...40 { api.respond(number, 200, #"{"data":[{"id":1},{"id":2}],"total":8}"#) }
    let export = Self.export("{ by: number, total: total }", api: api)
    let summary = try await export.run()
    #expect(summary.rows == 0)
    #expect(
      summary.failures.first?.reason
        == "cannot fetch 2026-10-01T00:00:00Z..2026-10-02T00:00:00Z: page 2 has the same records as page 1; check that the request specifies the page (5 tries); nothing was published; rerun to try again"
    )
  }

  @Test func `records none of which fits are warned of with the first reason`() async throws {
    let api = PagedAPI("{ by: cursor, at: next }")
    for number in 1...3 { api.respond(number, 200, #"{"data":[{"id":"x\#(number)"},{"id":"y"}],"total":2}"#) }
    let export = Self.export("{ by: cursor, at: next }", api: api)
    let summary = try await export.run()
    #expect(summary.rejected == 6)
    #expect(
      export.events.warnings.first
        == "20261001T000000Z-20261002T000000Z: all 2 records were rejected; first: `id`: `x1` is not an integer; check `fields`, and set `rules.max_rejects` to fail such chunks"
    )
  }

  @Test func `a new recording replaces every page of an older one`() async throws {
    let recording = MemoryFileStore()
    let directory = FilePath("rec")
    let style = "{ by: number, size: 3 }"
    for pageSize in [2, 3] {
      var export = Self.export(style, api: PagedAPI(style))
      export.transport = RecordingTransport(
        PagedAPI(style, pageSize: pageSize), directory: directory, files: recording)
      #expect(try await export.run().rows == 24)
    }
    // Eight rows in pages of three, and the empty one.
    let names = try recording.list(directory).filter { $0.hasSuffix(".json") && $0.hasPrefix("20261001") }
    #expect(names.count == 4)
    var replayed = Self.export(style, api: PagedAPI(style))
    replayed.transport = try ReplayTransport(directory: directory, files: recording)
    #expect(try await replayed.run().rows == 24)
  }

  @Test func `a window that was split because of a later page is replayed`() async throws {
    let recording = MemoryFileStore()
    let directory = FilePath("rec")
    let style = "{ by: cursor, at: next }"
    let api = PagedAPI(style)
    // The second page is longer than the limit of a response: its body is not read completely.
    let records = (0..<40).map { #"{"id":\#($0)}"# }.joined(separator: ",")
    api.respond(2, 200, #"{"next":null,"data":[\#(records)],"total":8}"#)
    var export = Self.export(style, api: api, limits: "{ bytes: 200 }")
    export.transport = RecordingTransport(api, directory: directory, files: recording)
    #expect(try await export.run().rows == 24)
    var replayed = Self.export(style, api: PagedAPI(style), limits: "{ bytes: 200 }")
    replayed.transport = try ReplayTransport(directory: directory, files: recording)
    #expect(try await replayed.run().rows == 24)
    #expect(try replayed.partitions() == export.partitions())
  }

  @Test func `a source that fails between pages costs only the current chunk`() async throws {
    let files = MemoryFileStore()
    let api = PagedAPI(Self.styles[3])
    for number in 5...9 { api.respond(number, 500, "down") }
    let export = Self.export(Self.styles[3], api: api, files: files)
    #expect(try await export.run().committed == 1)
    let later = Self.export(Self.styles[3], api: PagedAPI(Self.styles[3]), files: files)
    #expect(try await later.run().committed == 2)
    #expect(try later.partitions() == Self.whole())
  }

  @Test func `a recount adds up the pages, and a preview reads only the pages it shows`() async throws {
    let api = PagedAPI(Self.styles[3])
    let export = Self.export(Self.styles[3], api: api)
    try await export.run()
    let services = ExportServices(
      files: export.files, clock: export.clock, transport: api, leases: nil, noWait: false, randomness: { 0.5 },
      processID: 42)
    let job = ExportJob(file: try export.file)
    let report = try await Recount(job, options: ExportOptions(), services: services) { _ in }.run()
    #expect(report.counted.map(\.found) == [8, 8, 8])
    #expect(report.differences.isEmpty)
    let before = api.requests.count
    let preview = try await ExportPreview(job, rows: 5, options: ExportOptions(), services: services) { _ in }
    #expect(preview.rows.count == 5)
    #expect(preview.hasMore)
    #expect(api.requests.count - before == 2)
    let all = try await ExportPreview(job, rows: 50, options: ExportOptions(), services: services) { _ in }
    #expect(all.rows.count == 8)
    #expect(!all.hasMore)
    #expect(all.recordCount == 8)
  }

  @Test(arguments: styles)
  func `a recording has every page and replays to the same bytes`(_ style: String) async throws {
    let recording = MemoryFileStore()
    let directory = FilePath("rec")
    let api = PagedAPI(style, pageSize: 2)
    api.respond(2, 503, "later")
    let export = Self.export(style, api: api, limits: "{ records: 6 }")
    var recorded = export
    recorded.transport = RecordingTransport(api, directory: directory, files: recording)
    #expect(try await recorded.run().rows == 24)
    let calls = api.requests.count
    var replayed = Self.export(style, api: api, limits: "{ records: 6 }")
    replayed.transport = try ReplayTransport(directory: directory, files: recording)
    #expect(try await replayed.run().rows == 24)
    #expect(api.requests.count == calls)
    #expect(try replayed.partitions() == export.partitions())
    #expect(replayed.clock.sleeps == [])
  }
}
