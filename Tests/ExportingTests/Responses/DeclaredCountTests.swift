import Exporting
import Testing

/// The number of records that a response declares, in whatever form, and none that only looks like one.
struct DeclaredCountTests {
  private func export(days: Int = 2, required: Bool = false, _ messages: [String]) -> TestExport {
    let api = FakeAPI()
    for message in messages {
      api.respondNext(
        200, #"{"code":"200","msg":\#(message),"data":[{"id":1,"at":"2026-10-01 08:00:00","note":"x"}]}"#)
    }
    var export = TestExport(TestExport.pipeline(days: days), api: api)
    if required {
      export.catalog = export.catalog.replacing("sample: \"{count} records\"", with: "required: true")
    }
    return export
  }

  @Test(arguments: [
    (#""Found 1957 records""#, "the number of records at `msg` is unreadable: `Found 1957 records`"),
    (#""1.5 records""#, "the number of records at `msg` is unreadable: `1.5 records`"),
    (#""1.000 records""#, "the number of records at `msg` is unreadable: `1.000 records`"),
    (#""records\n""#, "the number of records at `msg` is unreadable: `records`"),
    ("null", "the response declares no number of records at `msg`"),
  ])
  func `an unreadable number of records is reported once a run`(_ message: String, _ words: String) async throws {
    let export = export([message, message])
    let summary = try await export.run()
    #expect(summary.rows == 2 && summary.failures.isEmpty)
    #expect(
      export.events.warnings.filter { $0.contains("number of records") } == [
        "20261001T050000Z-20261002T050000Z: \(words), so that a truncated response would not be noticed; "
          + "correct `envelope.declared` in the catalog, or set `declared.required: true` to reject such responses"
      ])
  }

  @Test(arguments: [
    #""1,957 records""#, #""1957.0 records""#, #""1 957 records""#, #""1957 records""#, #""+1957 records""#,
  ])
  func `other formats of whole numbers are compared`(_ message: String) async throws {
    let export = export(days: 1, Array(repeating: message, count: 20))
    let summary = try await export.run()
    let reason = try #require(summary.failures.first?.reason)
    #expect(reason.contains("declares 1957 records but contains 1") || reason.contains("cannot be split"), "\(reason)")
  }

  @Test(arguments: [#""Found 1 records""#, "null"])
  func `a catalog can require the number of records`(_ message: String) async throws {
    let export = export(days: 1, required: true, Array(repeating: message, count: 10))
    let summary = try await export.run()
    #expect(summary.failures.map(\.kind) == [.badData])
    let reason = try #require(summary.failures.first?.reason)
    #expect(reason.contains(", and the catalog requires it"), "\(reason)")
  }

  @Test(arguments: ["-5", "9223372036854775807", "9223372036854775808", "1e400", "100000000000000000000000"])
  func `a number that no source has fails the chunk`(_ count: String) async throws {
    let export = export(days: 1, Array(repeating: "\"\(count) records\"", count: 10))
    let summary = try await export.run()
    #expect(summary.failures.map(\.kind) == [.badData])
    let reason = try #require(summary.failures.first?.reason)
    #expect(reason.contains("the number of records at `msg` is impossible: `\(count) records`"), "\(reason)")
  }

  @Test func `a pattern that takes too long fails the run as an error of the catalog`() async throws {
    var export = export(days: 1, [#""1 \#(String(repeating: "a", count: 1_000))!""#])
    export.catalog = export.catalog.replacing(
      #"'^(\d+) records', sample: "{count} records""#, with: #"'^(\d+) (?:a+)+$'"#)
    let summary = try await export.run()
    #expect(summary.failures.map(\.kind) == [.configuration])
    let reason = try #require(summary.failures.first?.reason)
    #expect(
      reason.contains(
        #"HTTP 200, and the catalog's pattern `^(\d+) (?:a+)+$` takes too long to match; "#
          + "remove repetitions within repetitions"), "\(reason)")
  }

  @Test func `absurd numbers on two pages do not overflow`() async throws {
    let api = FakeAPI()
    api.respond { _ in
      (200, #"{"code":"200","msg":"9223372036854775807 records","data":[{"id":1,"at":"2026-10-01 08:00:00"}]}"#)
    }
    var export = TestExport(TestExport.pipeline(days: 1), api: api)
    export.catalog = export.catalog
      .replacing("    time: at\n", with: "    time: at\n    paging: { by: number, size: 1 }\n")
      .replacing(
        #"path: /calls, query: { "#, with: #"path: /calls, query: { page: "{page.number}", size: "{page.size}", "#)
    let summary = try await export.run()
    #expect(summary.failures.map(\.kind) == [.badData])
  }
}
