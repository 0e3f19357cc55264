import Checkpoints
import ConfigurationFiles
import Exporting
import Fetching
import Planning
import Records
import SystemPackage
import TestSupport
import Testing

/// Tests long runs: their order, their limits, and failed chunks.
struct BackfillTests {
  private func asked(_ export: TestExport) -> [String] {
    export.api.requests.compactMap { $0.split(separator: "from=").last.map { String($0.prefix(8)) } }
  }

  @Test func `the newest chunks come first, up to a maximum, and the next run exports the rest`() async throws {
    var export = TestExport(TestExport.pipeline(days: 5))
    export.options.newestFirst = true
    export.options.maxChunks = 2
    let first = try await export.run()
    #expect(asked(export) == ["20261005", "20261004"])
    #expect(first.failureKind == .resumable && first.left == 3 && first.stopReason == "--max-chunks 2")
    export.options.maxChunks = nil
    export.options.newestFirst = false
    let second = try await export.run()
    #expect(asked(export).dropFirst(2) == ["20261001", "20261002", "20261003"])
    #expect(second.failureKind == nil && second.skipped == 2)
  }

  @Test func `no chunk begins after the stop time, and the current one completes`() async throws {
    var export = TestExport(TestExport.pipeline(days: 5))
    // 23:58 in Bogotá; a chunk takes one minute.
    export.clock = fixedClock("2026-11-21T04:58:00Z")
    export.options.until = StopTime(minutes: 0, after: export.clock.now)
    let clock = export.clock
    export.api.respond { _ in
      clock.advance(by: .seconds(60))
      return nil
    }
    let summary = try await export.run()
    #expect(summary.committed == 2 && summary.left == 3 && summary.stopReason == "--until 00:00")
    #expect(
      try CheckpointStore(sink: "out", files: export.files).latestRuns(1).runs.first?.stopReason == "--until 00:00")
  }

  @Test(arguments: [(false, 2, 0), (true, 1, 1)])
  func `with fail-fast a failed chunk stops the run, and the next run retries it`(
    failFast: Bool, committed: Int, left: Int
  ) async throws {
    var export = TestExport()
    export.options.failFast = failFast
    export.api.respond { $0.url.contains("from=20261002") ? (200, "<html>") : nil }
    let summary = try await export.run()
    #expect(summary.committed == committed && summary.left == left)
    #expect(summary.failures.map { $0.chunk?.text } == ["20261002T050000Z-20261003T050000Z"])
    #expect(summary.failureKind == .badData)

    export.api.respond { _ in nil }
    let before = asked(export).count
    let next = try await export.run()
    #expect(next.failureKind == nil && next.skipped == committed)
    #expect(Array(asked(export).dropFirst(before)) == (failFast ? ["20261002", "20261003"] : ["20261002"]))
  }
}
