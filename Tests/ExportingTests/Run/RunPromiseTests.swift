import Checkpoints
import Exporting
import Fetching
import Planning
import Records
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// What a run promises about what it leaves: in the sink, in its record and to its caller.
struct RunPromiseTests {
  private func store(_ export: TestExport) -> CheckpointStore { CheckpointStore(sink: "out", files: export.files) }

  private func marks(_ export: TestExport) throws -> [ExportStatus.ItemState] {
    try ExportStatus(
      ExportJob(file: export.file), options: ExportOptions(), files: export.files, now: export.clock.now,
      historyCount: 30
    ).items.map(\.state)
  }

  // MARK: Requests that make the vendor act

  @Test func `a request that sends a mail waits until the last one is committed`() async throws {
    let export = TestExport(
      TestExport.pipeline(report: "mail", fields: "{ start: window_start, status: status, at: requested_at }"))
    let committed = Mutex<[Int]>([])
    let store = store(export)
    export.api.respond { _ in
      let count = (try? store.load().entries.count) ?? -1
      committed.withLock { $0.append(count) }
      return (200, #"{"code":"200","msg":"sent","data":[]}"#)
    }
    #expect(try await export.run().committed == 3)
    #expect(committed.withLock { $0 } == [0, 1, 2])
  }

  // MARK: Exit codes and records

  @Test func `a named chunk that has not ended ends the run with 75`() async throws {
    var export = TestExport()
    export.clock = ManualWallClock(Instant("2026-10-03T20:00:00Z")!)
    export.options.chunks = [ChunkID(text: "2026-10-02"), ChunkID(text: "2026-10-03")]
    let summary = try await export.run()
    #expect(summary.committed == 1 && summary.failedChunks == 0)
    #expect(summary.failureKind == .resumable)
    #expect(
      export.events.warnings == [
        "chunk 20261003T050000Z-20261004T050000Z ends at 2026-10-04T05:00:00Z and was not exported; rerun after that, "
          + "or export it as provisional with `--include-open`"
      ])
    export.options.includeOpen = true
    #expect(try await export.run().failureKind == nil)
  }

  @Test func `a chunk that a signal interrupts is left, not failed`() async throws {
    let export = TestExport()
    export.api.respond { request in
      if request.url.contains("from=20261002") { withUnsafeCurrentTask { $0?.cancel() } }
      return nil
    }
    let runResult = try await Task { try await export.runToItsEnd() }.value
    let summary = try #require(runResult.summary)
    #expect(summary.committed == 1 && summary.failedChunks == 0 && summary.left == 2)
    #expect(runResult.exitCode == 75)
    let record = try #require(try store(export).latestRuns(1).runs.first)
    #expect(record.chunks.left == 2 && record.chunks.failed == 0)
    #expect(record.failures.map(\.chunk) == [nil])
    #expect(try marks(export) == [.committed, .missing, .missing])
  }

  @Test func `a file lost after its chunk was exported is missing, not failed for an old reason`() async throws {
    let export = TestExport()
    export.api.respond { $0.url.contains("from=20261002") ? (200, "<html>") : nil }
    try await export.run()
    #expect(try marks(export) == [.committed, .failed, .committed])
    export.api.respond { _ in nil }
    export.clock.advance(by: .seconds(60))
    try await export.run()
    try export.files.remove("out/date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz")
    #expect(try marks(export) == [.committed, .missing, .committed])
  }

  @Test func `until prints the moment that it means`() async throws {
    var export = TestExport()
    export.options.until = StopTime(minutes: 5 * 60 + 30, after: export.clock.now)
    try await export.run()
    #expect(
      export.events.notes == ["--until 05:30 is 2026-11-21T05:30:00 in America/Bogota (2026-11-21T10:30:00Z)"])
  }

  // MARK: The manifest

  @Test func `a manifest of a newer program is not overwritten`() async throws {
    let export = TestExport()
    try await export.run()
    let newer = #"{"version": 2, "tables": []}"#
    try export.files.replaceFile("out/_tidemark/manifest.json", with: Array(newer.utf8), mode: .shared)
    let runResult = try await export.runToItsEnd()
    #expect(runResult.exitCode == 78)
    #expect(
      runResult.reason
        == "manifest out/_tidemark/manifest.json has version 2, written by a newer version of Tidemark; use the newer "
        + "version, or another sink path")
    #expect(try export.text("_tidemark/manifest.json") == newer)
  }

  @Test func `the manifest names the columns of each partition after adopt`() async throws {
    let export = TestExport(TestExport.pipeline(days: 1))
    try await export.run()
    var wider = TestExport(
      TestExport.pipeline(days: 2, fields: "{ id: id }"), files: export.files, api: export.api)
    wider.options.adopt = true
    try await wider.run()
    let manifest = try #require(try store(export).manifest())
    let columns = manifest.partitions.map { partition in
      partition.shape.flatMap { manifest.shapes?[$0] }?.map(\.name)
    }
    #expect(columns == [["id", "at", "note"], ["id"]])
    #expect(manifest.columns.map(\.name) == ["id"])
  }

  /// The partitions that the manifest lists and that are gone or have other bytes, and the checkpoints that vouch for a
  /// file that is gone.
  private func falsehoods(of disk: ModelledDisk) throws -> [String] {
    let store = CheckpointStore(sink: "out", files: disk)
    let check = PartitionCheck(sink: "out", files: disk, inspector: nil)
    let listed = try (store.manifest()?.partitions ?? []).compactMap { file in
      let partition = CheckpointEntry.Partition(
        path: file.path, rows: file.rows, bytes: file.bytes, sha256: file.sha256, crc32: "", changedIn: file.changedIn)
      return check.deep(partition, columns: []).map { "manifest: \(file.path) \($0)" }
    }
    let vouched = try store.load().inOrder.filter { entry in
      guard let partition = entry.partition, !entry.isBeingReplaced else { return false }
      return try disk.status(FilePath("out").appending(partition.path)) == nil
    }
    return listed + vouched.map { "checkpoint: \($0.chunk)" }
  }

  @Test(arguments: [CrashScenario.replacing, .replacingPlain, .replacingParquet, .emptied, .changedSettings])
  func `at no moment of a refresh does the manifest list a file that is gone, nor a checkpoint vouch for it`(
    _ scenario: CrashScenario
  ) async throws {
    let disk = try await scenario.prepared()
    let export = scenario.export(on: disk)
    let moments = await disk.filming { _ = try? await export.run() }
    #expect(moments.count > 10)
    for (number, moment) in moments.enumerated() {
      #expect(try falsehoods(of: moment) == [], "after \(number) operations")
    }
    #expect(try falsehoods(of: disk) == [])
  }

  // MARK: Edited checkpoints

  @Test func `a checkpoint that names another chunk's file takes nothing away`() async throws {
    let yaml = TestExport.pipeline(sink: ", partition: 'day-{window.date}'")
    var export = TestExport(yaml)
    try await export.run()
    let before = try export.partitions()
    var entry = try #require(try store(export).load().inOrder.last)
    entry.partition?.path = "day-2026-10-01.csv.gz"
    try store(export).commit(entry)
    // The day is empty now, so that its file goes.
    export.api.rows.removeAll { $0.at.hasPrefix("2026-10-03") }
    export.options.refresh = .all
    let summary = try await export.run()
    #expect(summary.failures.isEmpty && summary.empty == 1)
    #expect(try export.partitions() == before.filter { $0.key != "day-2026-10-03.csv.gz" })
  }
}
