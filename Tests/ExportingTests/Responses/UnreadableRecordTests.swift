import Exporting
import TestSupport
import Testing

struct UnreadableRecordTests {
  @Test func `a record over the limit fails its chunk without a retry`() async throws {
    let api = FakeAPI()
    let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
    api.respondNext(200, FakeAPI.envelope([#"{"id":1,"note":\#(deep)}"#]))
    let summary = try await TestExport(TestExport.pipeline(days: 2), api: api).run()
    #expect(summary.failures.map(\.kind) == [.badData])
    #expect(summary.committed == 1)
    #expect(api.requests.count == 2)
    let reason = try #require(summary.failures.first?.reason)
    #expect(reason.contains("is nested deeper than 64 levels at byte "), "\(reason)")
    #expect(
      reason.hasSuffix("; retrying would return the same record; the vendor must fix or remove it"),
      "\(reason)")
  }
}
