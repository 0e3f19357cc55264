import Checkpoints
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct CheckpointStoreTests {
  @Test func `a checkpoint has the documented keys and is readable only by its owner`() throws {
    let files = MemoryFileStore()
    let sink = try TestSink(files)
    var entry = TestSink.entry(1)
    entry.rejects = CheckpointEntry.Rejects(path: "_tidemark/rejects/\(entry.chunk).ndjson.gz", rows: 2)
    entry.requests[0].declared = 3
    try sink.store.commit(entry)
    let path = sink.store.layout.checkpoint(entry.chunk)
    #expect(path == "/exports/calls/_tidemark/checkpoints/20261001T000000Z-20261002T000000Z.json")
    #expect(files.mode(path) == .shared)
    #expect(
      try sink.text(path) == """
        {
          "chunk" : {
            "end" : "2026-10-02T00:00:00Z",
            "id" : "20261001T000000Z-20261002T000000Z",
            "start" : "2026-10-01T00:00:00Z"
          },
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
          "committed_at" : "2026-11-21T00:00:03Z",
          "fingerprint" : "f00d",
          "outcome" : "rows",
          "partition" : {
            "bytes" : 19,
            "changed_in" : "20261120T235900Z-1f3a",
            "crc32" : "01abcd01",
            "path" : "date=1/20261001T000000Z-20261002T000000Z.csv.gz",
            "rows" : 3,
            "sha256" : "\(TestSink.sha256(TestSink.gzip(1)))"
          },
          "rejects" : {
            "path" : "_tidemark/rejects/20261001T000000Z-20261002T000000Z.ndjson.gz",
            "rows" : 2
          },
          "requests" : [
            {
              "bytes" : 1000,
              "declared" : 3,
              "end" : "2026-10-02T00:00:00Z",
              "rows" : 3,
              "start" : "2026-10-01T00:00:00Z",
              "status" : 200
            }
          ],
          "run" : "20261120T235900Z-1f3a",
          "state" : "final",
          "version" : 1
        }

        """)
  }

  @Test func `committed chunks are loaded`() throws {
    let sink = try TestSink()
    var empty = TestSink.entry(2)
    empty.outcome = .empty
    empty.partition = nil
    empty.state = .provisional
    for entry in [TestSink.entry(1), empty, TestSink.entry(3, to: 5)] { try sink.store.commit(entry) }
    let loaded = try sink.store.load()
    #expect(loaded.inOrder == [TestSink.entry(1), empty, TestSink.entry(3, to: 5)])
    #expect(loaded.entries[TestSink.id(2)] == empty)
    #expect(loaded.errors.isEmpty)
    #expect(try sink.text(sink.store.layout.checkpoint(empty.chunk)).contains("\"partition\" : null"))
  }

  @Test func `a sink that does not exist has no checkpoints`() throws {
    let loaded = try CheckpointStore(sink: "/nowhere", files: MemoryFileStore()).load()
    #expect(loaded.entries.isEmpty && loaded.errors.isEmpty)
  }

  @Test func `a chunk can be committed again and removed`() throws {
    let sink = try TestSink()
    try sink.store.commit(TestSink.entry(1))
    try sink.store.commit(TestSink.entry(1, text: "other"))
    #expect(try sink.store.load().inOrder == [TestSink.entry(1, text: "other")])
    try sink.store.remove(TestSink.id(1))
    try sink.store.remove(TestSink.id(1))
    #expect(try sink.store.load().entries.isEmpty)
    #expect(throws: ContainedPathError.self) { try sink.store.remove(ChunkID(text: "../manifest")) }
  }

  static let whole = """
    {"version": 1, "chunk": {"id": "20261001T000000Z-20261002T000000Z", "start": "2026-10-01T00:00:00Z",
     "end": "2026-10-02T00:00:00Z", "weather": "fine"}, "state": "final", "outcome": "empty", "partition": null,
     "requests": [], "columns": [], "fingerprint": "f", "run": "r", "committed_at": "2026-11-21T00:00:03Z",
     "added later": [1, {"a": null}]}
    """

  /// With a partition and rejects, both the chunk's own.
  static let full = whole.replacing(
    "\"empty\", \"partition\": null",
    with: """
      "rows", "partition": {"path": "date=1/20261001T000000Z-20261002T000000Z.csv.gz", "rows": 3, "bytes": 19,
        "sha256": "0", "crc32": "0", "changed_in": "r"},
       "rejects": {"path": "_tidemark/rejects/20261001T000000Z-20261002T000000Z.ndjson.gz", "rows": 1}
      """
  ).replacing(
    "\"requests\": []",
    with: """
      "requests": [{"start": "2026-10-01T00:00:00Z", "end": "2026-10-02T00:00:00Z", "status": 200, "rows": 4, "bytes": 5}]
      """)

  @Test func `a checkpoint with its own paths is valid`() throws {
    let sink = try TestSink()
    try sink.write(Self.full, to: "_tidemark/checkpoints/\(TestSink.id(1)).json")
    let loaded = try sink.store.load()
    #expect(loaded.errors.isEmpty)
    #expect(loaded.entries[TestSink.id(1)]?.rejects?.rows == 1)
  }

  @Test(arguments: [
    ("\"rows\": 3", "\"rows\": -1", "`partition.rows` has the invalid value -1"),
    ("\"rows\": 3", "\"rows\": \(Int.max)", "`partition.rows` has the invalid value \(Int.max)"),
    ("\"bytes\": 19", "\"bytes\": \(Int.min)", "`partition.bytes` has the invalid value \(Int.min)"),
    ("\"rows\": 1}", "\"rows\": \(Int.max)}", "`rejects.rows` has the invalid value \(Int.max)"),
    ("\"rows\": 4", "\"rows\": -4", "`requests.0.rows` has the invalid value -4"),
    ("\"bytes\": 5", "\"bytes\": \(Int.max)", "`requests.0.bytes` has the invalid value \(Int.max)"),
    ("date=1/2026", "../../date=1/2026", "`partition.path` is not a partition's path"),
    ("date=1/2026", "/etc/2026", "`partition.path` is not a partition's path"),
    ("date=1/2026", "date=1//2026", "`partition.path` is not a partition's path"),
    ("date=1/2026", "_tidemark/rejects/2026", "`partition.path` is not a partition's path"),
    (
      "date=1/20261001T000000Z-20261002T000000Z", "date=2/20261002T000000Z-20261003T000000Z",
      "`partition.path` is the path of chunk 20261002T000000Z-20261003T000000Z"
    ),
    (
      "rejects/20261001T000000Z-20261002T000000Z", "rejects/20261002T000000Z-20261003T000000Z",
      "`rejects.path` is not the path of this chunk's rejects"
    ),
    ("_tidemark/rejects/20261001T", "../20261001T", "`rejects.path` is not the path of this chunk's rejects"),
    ("\"fingerprint\": \"f\"", "\"fingerprint\": \"../f\"", "`fingerprint` has an invalid value"),
  ])
  func `an edited checkpoint is invalid, and repair removes it and no file`(
    _ old: String, _ new: String, _ problem: String
  ) throws {
    let sink = try TestSink()
    for day in [1, 2] { try sink.commit(day) }
    let path = "_tidemark/checkpoints/\(TestSink.id(1)).json"
    try #require(Self.full.contains(old))
    try sink.write(Self.full.replacing(old, with: new), to: path)
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    let bad = try audit.run().findings.filter { $0.kind == .badCheckpoint }
    #expect(bad.map(\.description) == ["\(path) is invalid: \(problem)"])
    try audit.repair(audit.run())
    #expect(try sink.store.load().entries.keys.sorted() == [TestSink.id(2)])
    #expect(try sink.store.load().errors.isEmpty)
    for day in [1, 2] {
      #expect(try sink.files.status(TestSink.path.pushing(FilePath(TestSink.partitionPath(day)))) != nil)
    }
  }

  @Test func `unknown keys are ignored`() throws {
    let sink = try TestSink()
    try sink.write(Self.whole, to: "_tidemark/checkpoints/\(TestSink.id(1)).json")
    let loaded = try sink.store.load()
    #expect(loaded.errors.isEmpty)
    #expect(loaded.entries[TestSink.id(1)]?.outcome == .empty)
  }

  @Test(arguments: [
    ("", "is empty"),
    ("x", "is not valid JSON; it may be truncated"),
    (String(whole.dropLast(2)), "is not valid JSON; it may be truncated"),
    ("\0\0\0\0\0\0", "is not valid JSON; it may be truncated"),
    ("[]", "is invalid: it is not a JSON object"),
    ("{}", "is invalid: `version` is missing"),
    ("{\"version\": \"one\"}", "is invalid: `version` has the wrong type"),
    ("{\"version\": 0}", "is invalid: `version` has an invalid value"),
    (whole.replacing("\"final\"", with: "\"perhaps\""), "is invalid: `state` has an invalid value"),
    (whole.replacing("\"fingerprint\": \"f\",", with: ""), "is invalid: `fingerprint` is missing"),
    (whole.replacing("\"run\": \"r\"", with: "\"run\": 7"), "is invalid: `run` has the wrong type"),
    (whole.replacing("\"run\": \"r\"", with: "\"run\": null"), "is invalid: `run` is null"),
    (
      whole.replacing("\"requests\": []", with: "\"requests\": [{\"status\": 200}]"),
      "is invalid: `requests.0.start` is missing"
    ),
    (whole.replacing("\"empty\"", with: "\"rows\""), "is invalid: `partition` is missing"),
    (
      whole.replacing("\"2026-10-02T00:00:00Z\"", with: "\"2026-10-03T00:00:00Z\""),
      "is invalid: `chunk.id` does not match its start and end"
    ),
    (
      whole.replacing("\"2026-10-02T00:00:00Z\"", with: "\"2026-10-01T00:00:00Z\""),
      "is invalid: `end` 2026-10-01T00:00:00Z is not after `start` 2026-10-01T00:00:00Z"
    ),
  ])
  func `an invalid checkpoint is reported and does not count`(
    _ text: String, _ problem: String
  ) throws {
    let sink = try TestSink()
    try sink.store.commit(TestSink.entry(2))
    let path = "_tidemark/checkpoints/\(TestSink.id(1)).json"
    try sink.write(text, to: path)
    let loaded = try sink.store.load()
    #expect(loaded.inOrder == [TestSink.entry(2)])
    #expect(
      loaded.errors.map(\.description) == [
        "checkpoint /exports/calls/\(path) \(problem); the next run exports its chunk again"
      ])
    #expect(
      loaded.errors.map { $0.description(inRun: true) } == [
        "checkpoint /exports/calls/\(path) \(problem); its chunk is exported again"
      ])
    #expect(loaded.errors.first?.isNewer == false)
  }

  @Test(arguments: [true, false])
  func `a copied checkpoint is ignored`(inRun: Bool) throws {
    let sink = try TestSink()
    let path = "_tidemark/checkpoints/\(TestSink.id(1)).json"
    try sink.write(
      Self.whole.replacing("20261002T", with: "20261003T").replacing("2026-10-02T", with: "2026-10-03T"), to: path)
    let loaded = try sink.store.load()
    #expect(loaded.entries.isEmpty)
    #expect(
      loaded.errors.map { $0.description(inRun: inRun) } == [
        "checkpoint /exports/calls/\(path) contains the checkpoint of 20261001T000000Z-20261003T000000Z and is ignored"
      ])
  }

  @Test func `a checkpoint of a newer version is rejected by name, whatever its content`() throws {
    let sink = try TestSink()
    let path = "_tidemark/checkpoints/\(TestSink.id(1)).json"
    try sink.write("{\"version\": 2, \"chunk\": 17}", to: path)
    let errors = try sink.store.load().errors
    #expect(errors.first?.isNewer == true)
    #expect(
      errors.map(\.description) == [
        "checkpoint /exports/calls/\(path) has version 2, written by a newer version of Tidemark; use the newer version, or another sink path"
      ])
  }

  @Test func `a checkpoint that cannot be read is an error, and a finding for an audit`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    try sink.store.commit(TestSink.entry(1))
    let path = sink.store.layout.checkpoint(TestSink.id(1))
    disk.fail(.read, with: .ioError)
    #expect(throws: StorageError(operation: "read", path: path, errno: .ioError)) { try sink.store.load() }
    disk.fail(.read, with: .ioError)
    #expect(
      try sink.store.loadReadable().errors.map(\.description) == ["cannot read \(path): Input/output error"])
    disk.fail(.read, with: .noSuchFileOrDirectory)
    #expect(try sink.store.load().entries.isEmpty, "it was removed meanwhile")
  }

  @Test func `a state folder that is a symbolic link is rejected`() throws {
    let files = MemoryFileStore()
    try files.makeDirectories("/exports/calls")
    try files.placeLink("/exports/calls/_tidemark", to: "/elsewhere")
    let error = #expect(throws: ContainedPathError.self) { try TestSink(files) }
    #expect(
      error?.description
        == "cannot use the path '_tidemark/staging' below /exports/calls: /exports/calls/_tidemark is a symbolic "
        + "link, which may lead outside; replace it with a directory")
  }

  @Test func `two thousand checkpoints are loaded`() throws {
    let sink = try TestSink()
    for day in 1...2_000 { try sink.store.commit(TestSink.entry(day % 256, to: day % 256 + day)) }
    let loaded = try sink.store.load()
    #expect(loaded.entries.count == 2_000)
    #expect(loaded.errors.isEmpty)
  }

  @Test func `temporary files left by a crash are found and removed`() throws {
    let sink = try TestSink()
    try sink.commit(1)
    try sink.write("", to: "_tidemark/staging/a.csv.gz")
    try sink.write("", to: "_tidemark/staging/folder/b")
    try sink.write("", to: "_tidemark/checkpoints/.x.json.new")
    try sink.write("", to: "_tidemark/.manifest.json.new")
    try sink.write("", to: "_tidemark/staging/.hidden")
    #expect(try sink.store.load().entries.count == 1)
    let paths = [
      ".manifest.json.new", "checkpoints/.x.json.new", "staging/.hidden", "staging/a.csv.gz", "staging/folder/b",
    ]
    #expect(try sink.store.removeLeftovers() == paths.map { sink.store.layout.state.pushing(FilePath($0)) })
    #expect(try sink.store.leftovers() == [])
    #expect(try sink.store.load().entries.count == 1)
  }
}
