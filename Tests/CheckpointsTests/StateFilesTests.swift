import Checkpoints
import Foundation
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct ManifestTests {
  @Test func `a manifest lists the partitions by their start`() throws {
    let files = MemoryFileStore()
    let sink = try TestSink(files)
    for day in [3, 1] { try sink.commit(day) }
    var empty = TestSink.entry(2)
    empty.outcome = .empty
    empty.partition = nil
    try sink.store.commit(empty)
    try sink.store.writeManifest(pipeline: "calls", sink.store.load())
    let shape = try #require(try sink.store.manifest()?.shapes?.keys.first)
    func partition(_ day: Int) -> String {
      """
          {
            "bytes" : 19,
            "changed_in" : "20261120T235900Z-1f3a",
            "chunk" : "2026100\(day)T000000Z-2026100\(day + 1)T000000Z",
            "end" : "2026-10-0\(day + 1)T00:00:00Z",
            "path" : "date=\(day)/2026100\(day)T000000Z-2026100\(day + 1)T000000Z.csv.gz",
            "rows" : 3,
            "sha256" : "\(TestSink.sha256(TestSink.gzip(day)))",
            "shape" : "\(shape)",
            "start" : "2026-10-0\(day)T00:00:00Z",
            "state" : "final"
          }
      """
    }
    #expect(files.mode(sink.store.layout.manifest) == .shared)
    #expect(
      try sink.text(sink.store.layout.manifest) == """
        {
          "columns" : [
            {
              "name" : "id",
              "type" : "string"
            },
            {
              "name" : "at",
              "type" : "local_timestamp"
            }
          ],
          "partitions" : [
        \(partition(1)),
        \(partition(3))
          ],
          "pipeline" : "calls",
          "shapes" : {
            "\(shape)" : [
              {
                "name" : "id",
                "type" : "string"
              },
              {
                "name" : "at",
                "type" : "local_timestamp"
              }
            ]
          },
          "version" : 1
        }

        """)
  }

  @Test func `each partition names the columns that it has`() throws {
    let sink = try TestSink()
    for day in 1...3 { try sink.commit(day) }
    var entry = TestSink.entry(3)
    entry.columns = [Column(name: "id", type: .integer)]
    try sink.store.commit(entry)
    try sink.store.writeManifest(pipeline: "calls", sink.store.load())
    let manifest = try #require(try sink.store.manifest())
    let shapes = manifest.partitions.map { partition in partition.shape.flatMap { manifest.shapes?[$0] } }
    #expect(shapes == [1, 2, 3].map { $0 == 3 ? entry.columns : TestSink.entry($0).columns })
    #expect(manifest.shapes?.count == 2)
    #expect(manifest.columns == entry.columns)
    #expect(Set(manifest.shapes.map { Array($0.keys) } ?? []).allSatisfy { $0.utf8.count == 16 })
  }

  @Test(arguments: [0, 1, 255, 256, 257, 600])
  func `a long manifest written in pieces equals one written at once`(count: Int) throws {
    let files = MemoryFileStore()
    let sink = try TestSink(files)
    var loaded = LoadedCheckpoints()
    for number in 0..<count {
      var entry = TestSink.entry(1)
      let start = Instant(microseconds: entry.span.lowerBound.microseconds + Int64(number) * 3_600_000_000)
      entry.span = start..<Instant(microseconds: start.microseconds + 3_600_000_000)
      entry.partition?.path = "hour=\(number)/\u{E1}.csv.gz"
      loaded.entries[entry.chunk] = entry
    }
    try sink.store.writeManifest(pipeline: "calls", loaded)
    let atOnce = JSONEncoder()
    atOnce.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let manifest = Manifest(pipeline: "calls", checkpoints: loaded)
    let expected = String(decoding: try atOnce.encode(manifest), as: UTF8.self) + "\n"
    #expect(try sink.text(sink.store.layout.manifest) == expected)
    #expect(try sink.store.manifest() == manifest)
  }

  @Test func `a manifest does not depend on the order of commits, and is written only when it changes`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    for day in [1, 2, 3, 4, 5] { try sink.commit(day) }
    let other = try TestSink()
    for day in [4, 2, 5, 1, 3] { try other.commit(day) }
    #expect(try sink.store.writeManifest(pipeline: "calls", sink.store.load()))
    #expect(try other.store.writeManifest(pipeline: "calls", other.store.load()))
    #expect(try sink.text(sink.store.layout.manifest) == other.text(other.store.layout.manifest))

    let before = disk.operations.count
    #expect(try !sink.store.writeManifest(pipeline: "calls", sink.store.load()))
    #expect(disk.operations.count == before)
    #expect(try sink.store.writeManifest(pipeline: "renamed", sink.store.load()))
    #expect(try sink.store.manifest()?.pipeline == "renamed")
  }

  @Test func `a lost or truncated manifest is written again`() throws {
    let sink = try TestSink()
    try sink.commit(1)
    #expect(try sink.store.manifest() == nil)
    try sink.write("{", to: "_tidemark/manifest.json")
    #expect(throws: StateFileProblem.torn) { try sink.store.manifest() }
    #expect(try sink.store.writeManifest(pipeline: "calls", sink.store.load()))
    #expect(
      try sink.store.manifest() == Manifest(pipeline: "calls", checkpoints: sink.store.load()))
  }

  @Test func `an unchanged partition keeps the run that last changed it`() throws {
    let sink = try TestSink()
    try sink.commit(1, run: "first")
    var again = TestSink.entry(1, run: "second")
    again.partition?.changedIn = "first"
    try sink.store.commit(again)
    let manifest = Manifest(pipeline: "calls", checkpoints: try sink.store.load())
    #expect(manifest.partitions.map(\.changedIn) == ["first"])
  }
}

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
    let (runs, faults) = try sink.store.latestRuns(2)
    #expect(runs.map(\.run) == ["20261005T000000Z-0001", "20261003T000000Z-0001"])
    #expect(
      faults.map(\.description) == [
        "run record /exports/calls/_tidemark/runs/20261004T000000Z-0001.json is truncated: incomplete JSON"
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
    let (runs, faults) = try sink.store.latestRuns(2)
    #expect(runs.map(\.run) == ["20261001T000000Z-0001"])
    #expect(
      faults.map(\.description) == [
        "cannot read /exports/calls/_tidemark/runs/20261002T000000Z-0001.json: Permission denied; the run record is ignored"
      ])
  }
}

@Suite struct SinkLockTests {
  static let holder = SinkLock.Holder(
    processID: 4_711, startedAt: Instant("2026-11-20T23:59:00Z")!, command: "tidemark run calls.yaml")

  @Test(arguments: [true, false])
  func `a second run is rejected with the process and start of the first`(_ onDisk: Bool) throws {
    let folder = onDisk ? try TemporaryFolder() : nil
    let files: any FileStore = onDisk ? DiskFileStore() : MemoryFileStore()
    let sink = try TestSink(files, sink: folder?.path ?? TestSink.path)
    let lock = try SinkLock(sink.store.layout, files: files, holder: Self.holder)
    let other = SinkLock.Holder(processID: 1, startedAt: Self.holder.startedAt, command: "")
    let error = #expect(throws: SinkLockedError.self) {
      try SinkLock(sink.store.layout, files: onDisk ? DiskFileStore() : files, holder: other)
    }
    #expect(
      error?.description
        == "\(sink.store.layout.sink) is locked by process 4711, started at 2026-11-20T23:59:00Z "
        + "(tidemark run calls.yaml); rerun after it ends")
    lock.release()
    try SinkLock(sink.store.layout, files: files, holder: other).release()
  }

  @Test func `a holder without a description also blocks`() throws {
    let files = MemoryFileStore()
    let sink = try TestSink(files)
    let lock = try files.lock(sink.store.layout.lock)
    let error = #expect(throws: SinkLockedError.self) {
      try SinkLock(sink.store.layout, files: files, holder: Self.holder)
    }
    #expect(
      error?.description == "/exports/calls is locked by another process; rerun after it ends")
    lock?.unlock()
  }

  @Test func `the lock of a dead process does not block`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    let lock = try SinkLock(sink.store.layout, files: disk, holder: Self.holder)
    let after = disk.afterCrash(.processOnly)
    try SinkLock(sink.store.layout, files: after, holder: Self.holder).release()
    lock.release()
  }
}

@Suite struct FingerprintTests {
  static let entries = [
    (key: "field `duration`", value: "seconds"), (key: "field `x`", value: "string"),
    (key: "source", value: "https://example.com"),
  ]

  @Test func `the order of entries does not matter, their content does`() {
    let fingerprint = Fingerprint(Self.entries)
    #expect(fingerprint == Fingerprint(Self.entries.reversed()))
    #expect(fingerprint.text.count == 64)
    #expect(
      fingerprint.text
        == TestSink.sha256(
          Array("16:field `duration`7:seconds9:field `x`6:string6:source19:https://example.com".utf8)))
    for index in Self.entries.indices {
      var changed = Self.entries
      changed[index].value += "!"
      #expect(Fingerprint(changed).text != fingerprint.text)
    }
    #expect(Fingerprint([(key: "ab", value: "c")]).text != Fingerprint([(key: "a", value: "bc")]).text)
  }

  @Test func `differences are described in words`() {
    let new = Fingerprint([
      (key: "field `duration`", value: "string"), (key: "field `note`", value: "string"),
      (key: "source", value: "https://example.com"),
    ])
    #expect(
      Fingerprint.differences(from: Fingerprint(Self.entries), to: new) == [
        "field `duration`: seconds -> string", "field `note`: added", "field `x`: removed",
      ])
    #expect(Fingerprint.differences(from: new, to: new) == [])
  }

  @Test func `the settings of a fingerprint are saved once for later runs`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    let fingerprint = Fingerprint(Self.entries)
    try sink.store.save(fingerprint)
    #expect(try sink.store.shape(fingerprint.text) == fingerprint)
    #expect(try TestSink(disk.afterCrash(.strict)).store.shape(fingerprint.text) == fingerprint)
    let before = disk.operations.count
    try sink.store.save(fingerprint)
    #expect(disk.operations.count == before)
    #expect(try sink.store.shape("f00d") == nil)
  }

  @Test(arguments: ["", "{", "{\"version\": 1, \"fingerprint\": \"f\", \"entries\": {\"a\": \"b\"}}"])
  func `invalid saved settings are treated as missing and saved again`(_ text: String) throws {
    let sink = try TestSink()
    let fingerprint = Fingerprint(Self.entries)
    try sink.write(text, to: "_tidemark/shapes/\(fingerprint.text).json")
    #expect(try sink.store.shape(fingerprint.text) == nil)
    try sink.store.save(fingerprint)
    #expect(try sink.store.shape(fingerprint.text) == fingerprint)
  }
}
