import Checkpoints
import ConfigurationFiles
import Exporting
import Fetching
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

/// A range that moves with the clock, and what an outage leaves out before it.
struct GapTests {
  /// At noon of a day of October 2026 in Bogotá.
  private func export(
    on day: Int, from: String = "2 days ago", settle: String = "", after earlier: TestExport? = nil
  ) -> TestExport {
    let yaml = TestExport.pipeline(range: settle)
      .replacing("from: 2026-10-01, to: 2026-10-04", with: "from: \(from), to: today")
    var export = TestExport(yaml, files: earlier?.files ?? MemoryFileStore(), api: earlier?.api ?? FakeAPI())
    export.clock = ManualWallClock(Instant("2026-10-0\(day)T17:00:00Z")!)
    return export
  }

  private func status(_ export: TestExport) throws -> ExportStatus {
    try ExportStatus(
      ExportJob(file: export.file), options: export.options, files: export.files, now: export.clock.now,
      historyCount: 30)
  }

  private func days(_ export: TestExport) throws -> [String] {
    try export.partitions().keys.map { String($0.dropFirst("date=2026-10-".count).prefix(2)) }.sorted()
  }

  private static let gapID = "20261003T050000Z-20261004T050000Z"
  private static let gap =
    "not exported, and outside the range of this pipeline: 2026-10-03; export this gap with "
    + "`--from 2026-10-03 --to 2026-10-04`"

  @Test func `after an outage, a run also exports the days between the last chunk and its range`() async throws {
    let before = export(on: 3)
    try await before.run()
    let after = export(on: 6, after: before)
    #expect(try status(after).items.map(\.state) == [.committed, .committed, .missing, .missing, .missing])
    let summary = try await after.run()
    #expect(summary.committed == 3)
    #expect(try days(after) == ["01", "02", "03", "04", "05"])
    #expect(
      after.events.notes == ["also exporting 1 chunk before the range (2026-10-03) that earlier runs left out"])
    #expect(after.events.warnings == [])
    #expect(try status(after).completeUntil?.description == "2026-10-06T05:00:00Z")
  }

  @Test func `an explicit from exports its range alone, and the gap is reported`() async throws {
    let before = export(on: 3)
    try await before.run()
    var after = export(on: 6, after: before)
    after.options.from = .daysAgo(2)
    #expect(try await after.run().committed == 2)
    #expect(after.events.notes == [])
    #expect(after.events.warnings == [GapTests.gap])
    let status = try status(after)
    #expect(status.items.map(\.state) == [.committed, .committed, .gap, .committed, .committed])
    #expect(status.items[2].id.text == GapTests.gapID && !status.items[2].isDue)
    #expect(status.completeUntil?.description == "2026-10-03T05:00:00Z")
    #expect(status.days.map(\.state) == [.committed, .committed, .gap, .committed, .committed])
    #expect(status.gapDays == CalendarDay(year: 2026, month: 10, day: 3)!..<CalendarDay(year: 2026, month: 10, day: 4)!)
  }

  @Test func `a gap between earlier chunks stays, and is reported by each run`() async throws {
    let before = export(on: 3)
    try await before.run()
    var between = export(on: 6, after: before)
    between.options.from = .daysAgo(2)
    try await between.run()
    let after = export(on: 7, after: before)
    #expect(try await after.run().empty == 1)
    #expect(after.events.notes == [])
    #expect(after.events.warnings.last == GapTests.gap)
  }

  @Test func `a day before the range whose export failed is exported by the next run`() async throws {
    let before = export(on: 3)
    try await before.run()
    let failing = export(on: 6, after: before)
    failing.api.respond { $0.url.contains("from=20261003") ? (200, "<html>") : nil }
    let summary = try await failing.run()
    #expect(summary.committed == 2 && summary.failures.map { $0.chunk?.text } == [GapTests.gapID])
    failing.api.respond { _ in nil }

    let after = export(on: 7, after: before)
    let states = try status(after).items.map(\.state)
    #expect(states == [.committed, .committed, .failed, .committed, .committed, .missing])
    let next = try await after.run()
    #expect(next.failureKind == nil && next.committed == 1 && next.empty == 1)
    #expect(try days(after) == ["01", "02", "03", "04", "05"])
    #expect(
      after.events.notes == ["also exporting 1 chunk before the range (2026-10-03) that earlier runs left out"])
    #expect(after.events.warnings == [])
    #expect(try status(after).gaps == [])

    let last = export(on: 7, after: before)
    try await last.run()
    #expect(last.events.notes == [] && last.events.warnings == [])
  }

  @Test func `days that a run left when it was killed are exported after they have left the range`() async throws {
    let before = export(on: 3)
    try await before.run()
    // The next run fails on one day, commits a later one, and is killed before it can record the failure.
    let killed = export(on: 6, after: before)
    killed.api.respond { $0.url.contains("from=20261004") ? (200, "<html>") : nil }
    try await killed.run()
    killed.api.respond { _ in nil }
    let store = CheckpointStore(sink: "out", files: killed.files)
    var record = try #require(try store.latestRuns(1).runs.first)
    (record.endedAt, record.exitCode, record.failures) = (nil, nil, [])
    try store.write(record)

    let after = export(on: 9, from: "yesterday", after: before)
    try await after.run()
    #expect(
      after.events.notes == [
        "also exporting 3 chunks before the range (2026-10-04, 2026-10-06 to 2026-10-07) that earlier runs left out"
      ])
    #expect(after.events.warnings.filter { $0.contains("not exported") } == [])
  }

  @Test func `newest first, days that a signal left are exported after they have left the range`() async throws {
    var stopped = export(on: 4, from: "3 days ago")
    stopped.options.newestFirst = true
    stopped.options.maxChunks = 1
    try await stopped.run()
    #expect(try days(stopped) == ["03"])
    let after = export(on: 9, after: stopped)
    try await after.run()
    #expect(
      after.events.notes == [
        "also exporting 5 chunks before the range (2026-10-01 to 2026-10-02, 2026-10-04 to 2026-10-06) that earlier runs left out"
      ])
    #expect(after.events.warnings.filter { $0.contains("not exported") } == [])
  }

  @Test func `after a repair, a day is missing and not failed for an old reason`() async throws {
    let failing = export(on: 3)
    failing.api.respond { $0.url.contains("from=20261002") ? (200, "<html>") : nil }
    try await failing.run()
    failing.api.respond { _ in nil }
    #expect(try status(failing).items.map(\.state) == [.committed, .failed])
    failing.clock.advance(by: .seconds(60))
    try await failing.run()
    let store = CheckpointStore(sink: "out", files: failing.files)
    try store.remove(#require(try store.load().inOrder.last).chunk)
    #expect(try status(failing).items.map(\.state) == [.committed, .missing])
  }

  @Test(arguments: [
    ([1], "2026-10-01, 2026-10-03"), ([2], "2026-10-02 to 2026-10-03"), ([1, 2], "2026-10-01 to 2026-10-03"),
  ])
  func `a day before the range is exported after a run died while it replaced the day's file`(
    replaced: [Int], words: String
  ) async throws {
    let before = export(on: 3)
    try await before.run()
    let store = CheckpointStore(sink: "out", files: before.files)
    let committed = try store.load().inOrder
    for day in replaced {
      var entry = committed[day - 1]
      entry.isBeingReplaced = true
      try store.commit(entry)
      try before.files.remove(FilePath("out").appending(#require(entry.partition).path))
    }
    let after = export(on: 6, after: before)
    #expect(try await after.run().committed == replaced.count + 3)
    #expect(try days(after) == ["01", "02", "03", "04", "05"])
    #expect(
      after.events.notes == [
        "also exporting \(replaced.count + 1) chunks before the range (\(words)) that earlier runs left out"
      ])
    #expect(after.events.warnings == [])
    #expect(try store.load().inOrder.allSatisfy { !$0.isBeingReplaced })
  }

  @Test func `newest first, the days before the range come first and in order, so that a limit leaves no gap`()
    async throws
  {
    let before = export(on: 3)
    try await before.run()
    let count = before.api.requests.count
    var limited = export(on: 7, after: before)
    limited.options.newestFirst = true
    limited.options.maxChunks = 1
    let first = try await limited.run()
    #expect(first.failureKind == .resumable && first.left == 3)
    var after = export(on: 8, after: before)
    after.options.newestFirst = true
    #expect(try await after.run().failureKind == nil)
    #expect(
      before.api.requests.dropFirst(count).compactMap { $0.split(separator: "from=202610").last?.prefix(2) }
        == ["03", "04", "05", "07", "06"])
    #expect(after.events.notes.count == 1 && after.events.warnings == [])
  }

  @Test func `on the first of a month, a range from its start is empty, and the days before it are exported`()
    async throws
  {
    let before = export(on: 3, from: "start of month")
    try await before.run()
    var after = export(on: 3, from: "start of month", after: before)
    after.clock = ManualWallClock(Instant("2026-11-01T17:00:00Z")!)
    let summary = try await after.run()
    #expect(summary.committed == 3 && summary.empty == 26 && summary.failureKind == nil)
    let empty = "the range is empty: from start of month (2026-11-01) is not before to today (2026-11-01)"
    #expect(
      after.events.notes == [
        empty, "also exporting 29 chunks before the range (2026-10-03 to 2026-10-31) that earlier runs left out",
      ])
    #expect(after.events.warnings == [])

    let first = export(on: 1, from: "start of month")
    #expect(try status(first).items.isEmpty)
    #expect(try await first.run().failureKind == nil)
    #expect(first.api.requests == [] && first.events.warnings == [])
  }

  @Test func `a fixed range leaves earlier days alone, and a gap before it is reported`() async throws {
    let before = export(on: 3)
    try await before.run()
    let after = export(on: 6, from: "2026-10-04", after: before)
    #expect(try await after.run().committed == 2)
    #expect(after.events.notes == [])
    #expect(after.events.warnings == [GapTests.gap])
  }

  @Test func `a provisional chunk is refetched once it has settled, though it has left the range`() async throws {
    let before = export(on: 3, settle: ", settle: 2 days")
    try await before.run()
    before.api.rows.append(FakeAPI.row(id: 29, at: "2026-10-02 12:00:00"))
    // 2026-10-02 ended three days ago, and 2026-10-01 four.
    let after = export(on: 6, settle: ", settle: 2 days", after: before)
    let summary = try await after.run()
    #expect(summary.committed == 4 && summary.unchanged == 1)
    #expect(
      after.events.notes == [
        "also exporting 1 chunk before the range (2026-10-03) that earlier runs left out",
        "also refetching 2 provisional chunks before the range (2026-10-01 to 2026-10-02), whose `settle` time has passed",
      ])
    let entries = try CheckpointStore(sink: "out", files: after.files).load().inOrder
    #expect(entries.map(\.state) == [.final, .final, .final, .provisional, .provisional])
    #expect(try after.partitions().values.contains { $0.contains("29,") })
  }

  @Test func `a chunk before the range can be named`() async throws {
    let before = export(on: 3)
    try await before.run()
    var after = export(on: 6, after: before)
    after.options.chunks = [ChunkID(text: "2026-10-03")]
    #expect(try await after.run().committed == 1)
    #expect(try days(after) == ["01", "02", "03"])
  }

  @Test func `the first run has nothing to catch up with`() async throws {
    let export = export(on: 6)
    #expect(try await export.run().committed == 2)
    #expect(export.events.notes == [] && export.events.warnings == [])
  }
}
