import Checkpoints
import ConfigurationFiles
import Exporting
import Fetching
import Planning
import Records
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Tests `on_finish`, and the run records for it.
struct FinishHookTests {
  private func pipeline(_ hook: String) -> String {
    TestExport.pipeline(days: 2) + "\non_finish: \(hook)"
  }

  @Test func `the command gets the run's result and no secret`() async throws {
    let export = TestExport(pipeline("[load, --all]"))
    let runResult = try await export.runToItsEnd()
    let programs = FakePrograms()
    let hook = FinishHook(
      try export.file, programs: programs, environment: ["PATH": "/bin", "TOKEN": "a-secret-token", "LOG": "1"],
      directory: "/work"
    ) { export.events.add($0) }
    let result = try #require(await hook.run(after: runResult))
    #expect(result.isSuccess && result.error == nil)
    let call = try #require(programs.calls.first)
    let run = try #require(runResult.runID)
    #expect(call.command == ["load", "--all"])
    #expect(call.timeout == .seconds(600))
    #expect(
      call.environment == [
        "PATH": "/bin", "LOG": "1", "TIDEMARK_PIPELINE": "test", "TIDEMARK_PIPELINE_FILE": "/work/test.yaml",
        "TIDEMARK_OUTCOME": "success", "TIDEMARK_EXIT_CODE": "0", "TIDEMARK_REASON": "", "TIDEMARK_RUN": run,
        "TIDEMARK_RUN_RECORD": "/work/out/_tidemark/runs/\(run).json", "TIDEMARK_SINK": "/work/out",
        "TIDEMARK_MANIFEST": "/work/out/_tidemark/manifest.json",
      ])
    #expect(try export.text("_tidemark/runs/\(run).json").contains("\"exit_code\" : 0,"))
  }

  @Test(arguments: [
    ("always", true, true), ("always", false, true), ("success", true, true), ("success", false, false),
    ("failure", true, false), ("failure", false, true),
  ])
  func `the command runs on its configured occasions`(_ occasion: String, runsWell: Bool, isRun: Bool) async throws {
    let export = TestExport(pipeline("{ command: [load], when: \(occasion) }"))
    if !runsWell { export.api.respond { _ in (403, #"{"code":"403","msg":"quota spent"}"#) } }
    let runResult = try await export.runToItsEnd()
    #expect(runResult.exitCode == (runsWell ? 0 : 75))
    let programs = FakePrograms()
    let hook = FinishHook(try export.file, programs: programs, environment: [:], directory: "/") { _ in }
    #expect((await hook.run(after: runResult) != nil) == isRun)
    #expect(
      programs.calls.map { $0.environment["TIDEMARK_OUTCOME"] } == (isRun ? [runsWell ? "success" : "failure"] : []))
    let reason = programs.calls.first?.environment["TIDEMARK_REASON"]
    if isRun, !runsWell { #expect(reason?.contains("quota spent") == true) }
  }

  @Test(arguments: [
    (ProcessExit.exited(code: 3), "ended with exit code 3"), (.killed(signal: 9), "was killed by signal 9"),
    (.timedOut, "was stopped after 600 s, its `timeout`"), (.stopped, "was stopped"),
    (.notStarted("no such program"), "did not start: no such program"),
  ])
  func `its failure is reported without its arguments`(_ program: ProcessExit, words: String) async throws {
    let export = TestExport(pipeline("[load, --password=hunter2]"))
    let runResult = try await export.runToItsEnd()
    let hook = FinishHook(
      try export.file, programs: FakePrograms(runResult: program, lines: (1...30).map { OutputLine("line \($0)") }),
      environment: [:], directory: "/"
    ) { export.events.add($0) }
    let result = try #require(await hook.run(after: runResult))
    #expect(result.error == "on_finish: `load` \(words); committed chunks are not affected")
    #expect(result.lastLines == (11...30).map { "line \($0)" })
    #expect(export.events.hookLines == (1...30).map { "line \($0)" })
  }

  @Test func `a secret is masked in the output, also where a line is truncated within it`() async throws {
    let export = TestExport(pipeline("[load]"))
    let runResult = try await export.runToItsEnd()
    let programs = FakePrograms(lines: [
      OutputLine("login with a-secret-token"), OutputLine("login with a-secre", isTruncated: true),
      OutputLine("logged in with a-secre"),
    ])
    let hook = FinishHook(try export.file, programs: programs, environment: [:], directory: "/") {
      export.events.add($0)
    }
    let result = try #require(await hook.run(after: runResult))
    let shown = ["login with ***", "login with ***… (truncated)", "logged in with a-secre"]
    #expect(result.lastLines == shown)
    #expect(export.events.hookLines == shown)
  }

  @Test func `a rejected run leaves a record only if the export exists`() async throws {
    var export = TestExport()
    export.yaml = TestExport.pipeline().replacing("${TOKEN}", with: "${UNSET}")
    let first = try await export.runToItsEnd()
    #expect(first.exitCode == 78 && first.record == nil && first.runID == nil)
    #expect(try export.files.list("out") == [])

    export.yaml = TestExport.pipeline()
    try await export.run()
    export.yaml = TestExport.pipeline().replacing("${TOKEN}", with: "${UNSET}")
    export.clock.advance(by: .seconds(60))
    let second = try await export.runToItsEnd()
    let reason = "the environment variable UNSET is not set; `run` needs it"
    #expect(second.reason == reason)
    let records = try CheckpointStore(sink: "out", files: export.files).latestRuns(9).runs
    #expect(records.map(\.exitCode) == [78, 0])
    #expect(records.first?.failures == [RunRecord.Failure(chunk: nil, reason: reason)])
    #expect(records.first?.run == second.runID)
    #expect(second.record?.string == "out/_tidemark/runs/\(second.runID ?? "").json")
  }

  @Test func `a run blocked by another one leaves nothing in its sink`() async throws {
    let export = TestExport()
    try await export.run()
    let layout = SinkLayout(sink: "out")
    let lock = try #require(try export.files.lock(layout.lock))
    let runResult = try await export.runToItsEnd()
    #expect(runResult.exitCode == 75 && runResult.record == nil)
    #expect(try export.files.list(layout.runs).count == 1)
    lock.unlock()
  }

  @Test func `a killed run has recorded its start`() async throws {
    let export = TestExport()
    let store = CheckpointStore(sink: "out", files: export.files)
    let atFirstRequest = Mutex<[RunRecord]>([])
    export.api.respond { _ in
      let runs = (try? store.latestRuns(1).runs) ?? []
      atFirstRequest.withLock { if $0.isEmpty { $0 = runs } }
      return nil
    }
    let summary = try await export.run()
    let record = try #require(atFirstRequest.withLock { $0 }.first)
    #expect(record.run == summary.runID && record.endedAt == nil && record.exitCode == nil)
    #expect(try store.latestRuns(9).runs.map(\.exitCode) == [0])
  }

  @Test func `a chunk that failed earlier remains failed while it is missing`() async throws {
    var export = TestExport()
    export.api.respond { $0.url.contains("from=20261002") ? (200, "<html>") : nil }
    try await export.run()
    // The next run starts only another chunk.
    export.clock.advance(by: .seconds(60))
    export.options.chunks = [ChunkID(text: "20261001T050000Z-20261002T050000Z")]
    try await export.run()
    let status = try ExportStatus(
      ExportJob(file: export.file), options: ExportOptions(), files: export.files, now: export.clock.now,
      historyCount: 30)
    #expect(status.items.map(\.state) == [.committed, .failed, .committed])
    #expect(status.completeUntil?.description == "2026-10-02T05:00:00Z")
  }
}
