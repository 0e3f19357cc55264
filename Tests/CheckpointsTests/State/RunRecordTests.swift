import Checkpoints
import Foundation
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct RunRecordTests {
  @Test func `a run's ID contains its start and a random number`() throws {
    let start = try #require(Instant("2026-11-20T23:59:00.75Z"))
    #expect(RunID(startedAt: start, salt: 0x1F3A).text == "20261120T235900Z-1f3a")
    #expect(RunID(startedAt: start, salt: 7).text == "20261120T235900Z-0007")
  }

  @Test func `a run record has the documented keys`() throws {
    let files = MemoryFileStore()
    let sink = try TestSink(files)
    var record = RunRecord(
      run: TestSink.run, pipeline: "calls", pipelineFile: "calls.yaml",
      startedAt: try #require(Instant("2026-11-20T23:59:00Z")))
    try sink.store.write(record)
    let path = sink.store.layout.runs.appending("\(TestSink.run).json")
    #expect(files.mode(path) == .shared)
    #expect(try sink.text(path).contains("\"ended_at\" : null,\n  \"exit_code\" : null,"))

    record.endedAt = Instant("2026-11-21T00:10:00Z")
    record.exitCode = 65
    record.chunks = RunRecord.Chunks(committed: 30, unchanged: 2, empty: 1, skipped: 4, failed: 1, left: 3)
    record.stopReason = "--until 05:30"
    record.rows = 1_800_000
    record.rowsWritten = 1_700_000
    record.rejected = 5
    record.bytesReceived = 584_000_000
    record.bytesWritten = 51_000_000
    record.calls = 31
    record.retries = 6
    record.failures = [
      RunRecord.Failure(chunk: "c", reason: "the answer was cut"), RunRecord.Failure(chunk: nil, reason: "quota"),
    ]
    try sink.store.write(record)
    #expect(
      try sink.text(path) == """
        {
          "bytes_received" : 584000000,
          "bytes_written" : 51000000,
          "calls" : 31,
          "chunks" : {
            "committed" : 30,
            "empty" : 1,
            "failed" : 1,
            "left" : 3,
            "skipped" : 4,
            "unchanged" : 2
          },
          "ended_at" : "2026-11-21T00:10:00Z",
          "exit_code" : 65,
          "failures" : [
            {
              "chunk" : "c",
              "reason" : "the answer was cut"
            },
            {
              "chunk" : null,
              "reason" : "quota"
            }
          ],
          "pipeline" : "calls",
          "pipeline_file" : "calls.yaml",
          "rejected" : 5,
          "retries" : 6,
          "rows" : 1800000,
          "rows_written" : 1700000,
          "run" : "20261120T235900Z-1f3a",
          "started_at" : "2026-11-20T23:59:00Z",
          "stopped_by" : "--until 05:30",
          "version" : 1
        }

        """)
    #expect(try sink.store.latestRuns(9).runs == [record])
  }

  @Test func `a record of an older version without left chunks is read`() throws {
    let sink = try TestSink()
    let start = TestSink.span(1).lowerBound
    var record = RunRecord(run: RunID(startedAt: start, salt: 1).text, pipeline: "calls", startedAt: start)
    record.chunks.committed = 2
    let path = try sink.store.write(record)
    let text = try sink.text(path)
    try #require(text.contains("    \"left\" : 0,\n"))
    try sink.write(text.replacing("    \"left\" : 0,\n", with: ""), to: "_tidemark/runs/\(record.run).json")
    #expect(try sink.store.latestRuns(9).runs == [record])
  }

  @Test func `two runs in the same second are sorted by their start`() throws {
    let sink = try TestSink()
    let start = TestSink.span(1).lowerBound
    for (salt, milliseconds) in [(9, 100), (1, 400), (5, 200)] {
      let instant = start + .milliseconds(milliseconds)
      try sink.store.write(
        RunRecord(run: RunID(startedAt: instant, salt: UInt16(salt)).text, pipeline: "calls", startedAt: instant))
    }
    #expect(try sink.store.latestRuns(1).runs.map(\.run) == ["20261001T000000Z-0001"])
    #expect(try sink.store.latestRuns(2).runs.map { $0.run.suffix(1) } == ["1", "5"])
  }

  @Test func `the latest runs are listed newest first, and a truncated record is reported`() throws {
    let sink = try TestSink()
    for day in 1...5 {
      let start = TestSink.span(day).lowerBound
      try sink.store.write(
        RunRecord(run: RunID(startedAt: start, salt: 1).text, pipeline: "calls", startedAt: start))
    }
    try sink.write("{", to: "_tidemark/runs/20261004T000000Z-0001.json")
    let (runs, errors) = try sink.store.latestRuns(2)
    #expect(runs.map(\.run) == ["20261005T000000Z-0001", "20261003T000000Z-0001"])
    #expect(
      errors.map(\.description) == [
        "run record /exports/calls/_tidemark/runs/20261004T000000Z-0001.json is not valid JSON; it may be truncated"
      ])
  }

  @Test func `a run's record that cannot be read is a fault, and the others are there`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    for day in 1...2 {
      let start = TestSink.span(day).lowerBound
      try sink.store.write(
        RunRecord(run: RunID(startedAt: start, salt: 1).text, pipeline: "calls", startedAt: start))
    }
    disk.fail(.read, with: .permissionDenied)
    let (runs, errors) = try sink.store.latestRuns(2)
    #expect(runs.map(\.run) == ["20261001T000000Z-0001"])
    #expect(
      errors.map(\.description) == [
        "cannot read /exports/calls/_tidemark/runs/20261002T000000Z-0001.json: Permission denied; the run record is ignored"
      ])
  }
}
