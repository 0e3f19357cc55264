import Checkpoints
import Exporting
import Planning
import Records
import SystemPackage
import TestSupport
import Testing

/// The `Date` header of responses compared with the machine's own clock. 2026-10-01 ends at 05:00 UTC of the next day.
struct ServerClockTests {
  private func export(now: String, date: String?, days: Int = 1) -> TestExport {
    var export = TestExport(TestExport.pipeline(days: days))
    export.clock = ManualWallClock(Instant(now)!)
    export.api.date = date
    return export
  }

  private func states(_ export: TestExport) throws -> [CheckpointEntry.State] {
    try CheckpointStore(sink: "out", files: export.files).load().inOrder.map(\.state)
  }

  @Test func `a chunk that has not ended on the server's clock is provisional, with one warning about both clocks`()
    async throws
  {
    let early = export(now: "2026-10-03T05:01:00Z", date: "Sat, 03 Oct 2026 04:59:00 GMT", days: 2)
    try await early.run()
    #expect(try states(early) == [.final, .provisional])
    #expect(
      early.events.warnings == [
        "the server's clock is behind this machine's: its `Date` header was 2026-10-03T04:59:00Z in response to a request "
          + "sent at 2026-10-03T05:01:00Z; chunk 20261002T050000Z-20261003T050000Z had not ended on that clock and is "
          + "provisional, so that the next run fetches it again; set both clocks"
      ])
    early.api.rows.append(FakeAPI.row(id: 29, at: "2026-10-02 23:59:58"))
    early.api.date = "Sat, 03 Oct 2026 05:30:00 GMT"
    #expect(try await early.run().committed == 1)
    #expect(try states(early) == [.final, .final])
    #expect(early.events.warnings.count == 1)
  }

  @Test(arguments: [
    ("Fri, 02 Oct 2026 05:00:00 GMT", CheckpointEntry.State.final), ("Fri, 02 Oct 2026 04:59:59 GMT", .provisional),
  ])
  func `a few seconds are no reason for a warning, and lose no rows`(_ date: String, _ state: CheckpointEntry.State)
    async throws
  {
    let export = export(now: "2026-10-02T05:00:03Z", date: date)
    try await export.run()
    #expect(try states(export) == [state])
    #expect(export.events.warnings == [])
  }

  @Test func `a date that is unreadable is reported once`() async throws {
    let export = export(now: "2026-11-21T00:00:00Z", date: "yesterday a-secret-token", days: 3)
    try await export.run()
    #expect(try states(export) == [.final, .final, .final])
    #expect(
      export.events.warnings == [
        "the server's `Date` header is unreadable (`yesterday ***`), so that a wrong clock would not be noticed"
      ])
  }

  @Test(arguments: ["Friday, 02-Oct-26 04:59:00 GMT", "Fri Oct  2 04:59:00 2026"])
  func `the obsolete forms of a date count too`(_ date: String) async throws {
    let export = export(now: "2026-11-21T00:00:00Z", date: date)
    try await export.run()
    #expect(try states(export) == [.provisional])
  }

  @Test(arguments: [nil, "Thu, 01 Jan 2099 00:00:00 GMT"])
  func `a server without a clock, or with a later one, changes nothing`(_ date: String?) async throws {
    let export = export(now: "2026-10-02T05:00:00Z", date: date)
    try await export.run()
    #expect(try states(export) == [.final])
    #expect(export.events.warnings == [])
  }

  @Test func `a chunk in the server's future is not committed`() async throws {
    let export = export(now: "2026-10-02T05:00:00Z", date: "Thu, 01 Oct 2026 04:59:59 GMT")
    let summary = try await export.run()
    #expect(summary.failureKind == .resumable)
    #expect(
      summary.failures.map(\.reason) == [
        "chunk 20261001T050000Z-20261002T050000Z has not begun on the server's clock: its `Date` header was "
          + "2026-10-01T04:59:59Z in response to a request sent at 2026-10-02T05:00:00Z; set both clocks and rerun"
      ])
    #expect(try states(export) == [])
    #expect(try export.partitions() == [:])
  }

  @Test func `of an empty answer the server's clock counts too`() async throws {
    let export = export(now: "2026-10-02T05:01:00Z", date: "Fri, 02 Oct 2026 04:59:00 GMT")
    export.api.rows = []
    try await export.run()
    #expect(try states(export) == [.provisional])
  }
}
