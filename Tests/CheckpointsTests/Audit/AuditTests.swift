import Checkpoints
import Foundation
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite struct AuditTests {
  /// Three intact days and a manifest.
  func wholeSink(_ files: any FileStore = MemoryFileStore()) throws -> TestSink {
    let sink = try TestSink(files)
    for day in 1...3 { try sink.commit(day) }
    try sink.store.writeManifest(pipeline: "calls", sink.store.load())
    return sink
  }

  func words(_ sink: TestSink) throws -> [String] {
    try Audit(sink.store, pipeline: "calls", inspector: nil).run().findings.map { "\($0.kind.rawValue): \($0)" }
  }

  @Test func `an intact sink has no findings`() throws {
    let sink = try wholeSink()
    try sink.write("", to: "_SUCCESS")
    try sink.write("", to: ".hidden/file")
    var read: [String] = []
    let report = try Audit(sink.store, pipeline: "calls", inspector: nil).run { read.append($0.path) }
    #expect(report.findings == [])
    #expect(report.chunks == 3 && report.wholePartitions == 3 && report.wholeBytes == 57)
    #expect(read == (1...3).map(TestSink.partitionPath))
    #expect(try Audit(TestSink().store, pipeline: "calls", inspector: nil).run().findings == [])
  }

  enum Harm: CaseIterable, CustomTestStringConvertible {
    case missing, short, altered, directory, stray, strayBeside, link, truncated, newer, staging, sibling, rejects
    case alteredRejects, shortRejects, strayRejects, gap, overlap, shared, manifestGone, manifestTruncated,
      manifestStale,
      manifestOfAnother

    var testDescription: String { "\(self)" }

    static let rejectsPath = "_tidemark/rejects/\(TestSink.id(2)).ndjson.gz"

    func inflict(on sink: TestSink) throws {
      let second = TestSink.partitionPath(2)
      let secondCheckpoint = "_tidemark/checkpoints/\(TestSink.id(2)).json"
      switch self {
      case .missing: try sink.files.remove(TestSink.path.pushing(FilePath(second)))
      case .short: try sink.write("short", to: second)
      case .altered:
        var bytes = TestSink.gzip(2)
        bytes[0] ^= 1
        try sink.write(bytes, to: second)
      case .directory:
        try sink.files.remove(TestSink.path.pushing(FilePath(second)))
        try sink.files.makeDirectories(TestSink.path.pushing(FilePath(second)))
      case .stray: try sink.write("", to: "notes.txt")
      case .strayBeside: try sink.publish(4)
      case .link:
        try #require(sink.files as? MemoryFileStore).placeLink("/exports/calls/date=2/link", to: "/etc/passwd")
      case .truncated: try sink.write("{", to: secondCheckpoint)
      case .newer: try sink.write("{\"version\": 9}", to: secondCheckpoint)
      case .staging: try sink.write("", to: "_tidemark/staging/half.csv.gz")
      case .sibling: try sink.write("", to: "_tidemark/checkpoints/.x.json.new")
      case .rejects:
        var entry = TestSink.entry(2)
        entry.rejects = CheckpointEntry.Rejects(path: Harm.rejectsPath, rows: 1)
        try sink.store.commit(entry)
      case .alteredRejects, .shortRejects:
        let bytes = TestSink.gzip(9)
        var entry = TestSink.entry(2)
        entry.rejects = CheckpointEntry.Rejects(
          path: Harm.rejectsPath, rows: 1,
          content: CheckpointEntry.Content(
            bytes: bytes.count, sha256: TestSink.sha256(bytes), crc32: TestSink.checksum(9)))
        try sink.store.commit(entry)
        try sink.write(
          self == .shortRejects ? Array("short".utf8) : [bytes[0] ^ 1] + bytes.dropFirst(), to: Harm.rejectsPath)
      case .strayRejects: try sink.write("", to: "_tidemark/rejects/9.ndjson.gz")
      case .gap:
        var entry = TestSink.entry(6)
        entry.outcome = .empty
        entry.partition = nil
        try sink.store.commit(entry)
      case .overlap:
        var entry = TestSink.entry(2, to: 4)
        entry.outcome = .empty
        entry.partition = nil
        try sink.store.commit(entry)
      case .shared:
        // Paths without a chunk's id.
        try sink.write(TestSink.gzip(3), to: "shared.csv.gz")
        try sink.files.remove(TestSink.path.pushing(FilePath(TestSink.partitionPath(3))))
        for day in [3, 4] {
          var entry = TestSink.entry(day)
          entry.partition = TestSink.entry(3).partition
          entry.partition?.path = "shared.csv.gz"
          try sink.store.commit(entry)
        }
        try sink.store.writeManifest(pipeline: "calls", sink.store.load())
      case .manifestGone: try sink.files.remove(sink.store.layout.manifest)
      case .manifestTruncated: try sink.write("{\"versi", to: "_tidemark/manifest.json")
      case .manifestStale:
        try sink.commit(2, text: "other")
        try sink.commit(4)
        try sink.store.remove(TestSink.id(1))
        try sink.files.remove(TestSink.path.pushing(FilePath(TestSink.partitionPath(1))))
      case .manifestOfAnother: try sink.store.writeManifest(pipeline: "other", sink.store.load())
      }
    }

    var findings: [String] {
      let second = TestSink.partitionPath(2)
      func checkpoint(_ day: Int, to last: Int) -> String {
        "_tidemark/checkpoints/\(ChunkID(TestSink.span(day, last))).json"
      }
      let manifest = "manifest: _tidemark/manifest.json"
      return switch self {
      case .missing: ["missing_partition: \(second) is missing"]
      case .short: ["damaged_partition: \(second) has 5 bytes; expected 19"]
      case .altered:
        [
          "damaged_partition: \(second) has the SHA-256 \(TestSink.sha256([TestSink.gzip(2)[0] ^ 1] + TestSink.gzip(2).dropFirst()).prefix(12))…; expected \(TestSink.sha256(TestSink.gzip(2)).prefix(12))…"
        ]
      case .directory: ["damaged_partition: \(second) is not a regular file"]
      case .stray:
        ["stray_file: notes.txt has no checkpoint; export its chunk again, or remove the file"]
      case .strayBeside:
        [
          "stray_file: \(TestSink.partitionPath(4)) has no checkpoint; export its chunk again, or remove the file"
        ]
      case .link: ["stray_file: date=2/link is a symbolic link and is not followed"]
      case .truncated:
        [
          "stray_file: \(second) has no checkpoint; export its chunk again, or remove the file",
          "bad_checkpoint: \(checkpoint(2, to: 3)) is not valid JSON; it may be truncated",
          "gap: no committed chunk from 2026-10-02T00:00:00Z to 2026-10-03T00:00:00Z; export it with `run --from 2026-10-02T00:00:00Z --to 2026-10-03T00:00:00Z`",
          "\(manifest) lists \(second), which has no checkpoint",
        ]
      case .newer:
        [
          "stray_file: \(second) has no checkpoint; export its chunk again, or remove the file",
          "unreadable_checkpoint: \(checkpoint(2, to: 3)) has version 9, written by a newer version of Tidemark; "
            + "use the newer version",
          "gap: no committed chunk from 2026-10-02T00:00:00Z to 2026-10-03T00:00:00Z; export it with `run --from 2026-10-02T00:00:00Z --to 2026-10-03T00:00:00Z`",
          "\(manifest) lists \(second), which has no checkpoint",
        ]
      case .staging: ["leftover: _tidemark/staging/half.csv.gz is a temporary file left by a crash"]
      case .sibling: ["leftover: _tidemark/checkpoints/.x.json.new is a temporary file left by a crash"]
      case .rejects: ["missing_rejects: \(Harm.rejectsPath) is missing"]
      case .alteredRejects:
        [
          "damaged_rejects: \(Harm.rejectsPath) has the SHA-256 "
            + "\(TestSink.sha256([TestSink.gzip(9)[0] ^ 1] + TestSink.gzip(9).dropFirst()).prefix(12))…; expected "
            + "\(TestSink.sha256(TestSink.gzip(9)).prefix(12))…"
        ]
      case .shortRejects: ["damaged_rejects: \(Harm.rejectsPath) has 5 bytes; expected 19"]
      case .strayRejects:
        [
          "stray_file: _tidemark/rejects/9.ndjson.gz has no checkpoint; export its chunk again, or remove the file"
        ]
      case .gap:
        [
          "gap: no committed chunk from 2026-10-04T00:00:00Z to 2026-10-06T00:00:00Z; export it with `run --from 2026-10-04T00:00:00Z --to 2026-10-06T00:00:00Z`"
        ]
      case .overlap:
        [
          "overlap: \(checkpoint(2, to: 4)) overlaps \(TestSink.id(2)): both cover "
            + "2026-10-02T00:00:00Z..2026-10-03T00:00:00Z",
          "overlap: \(checkpoint(3, to: 4)) overlaps \(ChunkID(TestSink.span(2, 4))): both cover "
            + "2026-10-03T00:00:00Z..2026-10-04T00:00:00Z",
        ]
      case .shared:
        [
          "shared_partition: shared.csv.gz is the partition of both \(TestSink.id(3)) and "
            + "\(TestSink.id(4))"
        ]
      case .manifestGone: ["\(manifest) is missing"]
      case .manifestTruncated: ["\(manifest) is not valid JSON; it may be truncated"]
      case .manifestStale:
        [
          "\(manifest) differs from the checkpoint of \(second)",
          "\(manifest) does not list \(TestSink.partitionPath(4))",
          "\(manifest) lists \(TestSink.partitionPath(1)), which has no checkpoint",
        ]
      case .manifestOfAnother: ["\(manifest) belongs to the pipeline 'other'; expected 'calls'"]
      }
    }
  }

  @Test(arguments: Harm.allCases)
  func `every kind of damage is found and reported`(_ harm: Harm) throws {
    let sink = try wholeSink()
    try harm.inflict(on: sink)
    #expect(try words(sink) == harm.findings)
  }

  @Test(arguments: [Harm.missing, .short, .altered, .truncated, .rejects, .alteredRejects, .shortRejects])
  func `repair makes a damaged chunk pending, and the next run restores the sink`(_ harm: Harm) throws {
    let sink = try wholeSink()
    try harm.inflict(on: sink)
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    try audit.repair(audit.run())
    #expect(try sink.store.load().entries.keys.sorted() == [TestSink.id(1), TestSink.id(3)])
    #expect(try sink.store.load().errors.isEmpty)
    #expect(try sink.store.manifest()?.partitions.count == 2)
    // The next run.
    try sink.files.remove(TestSink.path.pushing(FilePath(Harm.rejectsPath)))
    try sink.commit(2)
    try sink.store.writeManifest(pipeline: "calls", sink.store.load())
    #expect(try words(sink) == [])
  }

  @Test(arguments: [Harm.staging, .sibling, .manifestGone, .manifestTruncated, .manifestStale, .manifestOfAnother])
  func `repair removes leftovers, writes the manifest and changes no chunk`(_ harm: Harm) throws {
    let sink = try wholeSink()
    try harm.inflict(on: sink)
    let before = try sink.store.load().inOrder
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    let dealtWith = try audit.repair(audit.run())
    #expect(dealtWith.count == harm.findings.count)
    #expect(try words(sink) == [])
    #expect(try sink.store.load().inOrder == before)
  }

  @Test(arguments: [
    (
      6, "UTC",
      "no committed chunk from 2026-10-04 to 2026-10-05; export it with `run --from 2026-10-04 --to 2026-10-06`"
    ),
    (5, "UTC", "no committed chunk on 2026-10-04; export it with `run --from 2026-10-04 --to 2026-10-05`"),
    (
      5, "America/Bogota",
      "no committed chunk from 2026-10-04T00:00:00Z to 2026-10-05T00:00:00Z; "
        + "export it with `run --from 2026-10-04T00:00:00Z --to 2026-10-05T00:00:00Z`"
    ),
  ])
  func `a gap is reported with the command that exports it`(day: Int, zone: String, words: String) throws {
    let sink = try wholeSink()
    var entry = TestSink.entry(day)
    entry.outcome = .empty
    entry.partition = nil
    try sink.store.commit(entry)
    let audit = Audit(
      sink.store, pipeline: "calls", zone: TimeZoneTransitions(identifier: zone), inspector: nil)
    #expect(try audit.run().findings.filter { $0.kind == .gap }.map(\.description) == [words])
  }

  @Test(arguments: [Harm.stray, .strayBeside, .link, .strayRejects, .gap])
  func `repair does not touch other files`(_ harm: Harm) throws {
    let sink = try wholeSink()
    try harm.inflict(on: sink)
    let before = try #require(sink.files as? MemoryFileStore).files.map(\.path)
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    let dealtWith = try audit.repair(audit.run()).map(\.kind)
    #expect(dealtWith.allSatisfy { $0 == .manifest })
    #expect(try #require(sink.files as? MemoryFileStore).files.map(\.path) == before)
    #expect(try words(sink) == harm.findings.filter { !$0.hasPrefix("manifest") })
  }

  @Test func `repair removes empty folders`() throws {
    let sink = try wholeSink()
    try Harm.missing.inflict(on: sink)
    for folder in ["year=2026/month=10", "_hidden", ".hidden"] {
      try sink.files.makeDirectories(TestSink.path.pushing(FilePath(folder)))
    }
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    try audit.repair(audit.run())
    #expect(try sink.files.list(TestSink.path) == [".hidden", "_hidden", "_tidemark", "date=1", "date=3"])
  }

  @Test func `if two chunks share a file, repair makes the later one pending`() throws {
    let sink = try wholeSink()
    try Harm.shared.inflict(on: sink)
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    #expect(try audit.repair(audit.run()).map(\.kind) == [.sharedPartition])
    #expect(try sink.store.load().entries.keys.sorted() == [1, 2, 3].map(TestSink.id))
    #expect(try words(sink) == [])
  }

  @Test func `repair does not remove checkpoints of a newer version or unreadable ones`() throws {
    let disk = ModelledDisk()
    let sink = try wholeSink(disk)
    try Harm.newer.inflict(on: sink)
    disk.fail(.open, with: .permissionDenied)
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    let report = try audit.run()
    #expect(report.findings.map(\.kind).prefix(3) == [.uncheckedPartition, .strayFile, .unreadableCheckpoint])
    try audit.repair(report)
    #expect(try sink.store.load().entries.keys.sorted() == [TestSink.id(1), TestSink.id(3)])
    #expect(try sink.text(sink.store.layout.checkpoint(TestSink.id(2))) == "{\"version\": 9}")
  }

  @Test func `a newer program's manifest is reported, and repair refuses to overwrite it`() throws {
    let sink = try wholeSink()
    try Harm.short.inflict(on: sink)
    let newer = "{\"version\": 2, \"tables\": []}"
    try sink.write(newer, to: "_tidemark/manifest.json")
    #expect(
      try words(sink).last
        == "newer_manifest: _tidemark/manifest.json has version 2, written by a newer version of Tidemark; use the newer version"
    )
    let audit = Audit(sink.store, pipeline: "calls", inspector: nil)
    let report = try audit.run()
    #expect(throws: NewerManifestError.self) { try audit.repair(report) }
    #expect(try sink.text(sink.store.layout.manifest) == newer)
    #expect(try sink.store.load().entries.count == 3)
  }

  @Test func `a manifest without shapes, from an earlier version, is intact`() throws {
    let sink = try wholeSink()
    var manifest = try #require(
      try JSONSerialization.jsonObject(with: Data(sink.text(sink.store.layout.manifest).utf8)) as? [String: Any])
    manifest["shapes"] = nil
    manifest["partitions"] = (manifest["partitions"] as? [[String: Any]])?.map { partition in
      partition.filter { $0.key != "shape" && $0.key != "chunk" }
    }
    try sink.write(
      Array(JSONSerialization.data(withJSONObject: manifest)), to: "_tidemark/manifest.json")
    #expect(try words(sink) == [])
  }

  @Test func `a repair survives a crash at any point`() throws {
    let harmed = ModelledDisk()
    let sink = try wholeSink(harmed)
    try Harm.short.inflict(on: sink)
    try Harm.staging.inflict(on: sink)
    let whole = harmed.afterCrash(.processOnly)
    let audit = Audit(TestSink(found: whole).store, pipeline: "calls", inspector: nil)
    try audit.repair(audit.run())
    let count = whole.operations.count
    #expect(count > 5)
    for crashAt in 0..<count {
      let disk = harmed.afterCrash(.processOnly)
      let audit = Audit(TestSink(found: disk).store, pipeline: "calls", inspector: nil)
      let report = try audit.run()
      disk.crash(after: crashAt)
      #expect(throws: StorageError.self) { try audit.repair(report) }
      for survival in [ModelledDisk.Survival.strict, .processOnly, .partial(seed: 1), .partial(seed: 2)] {
        let after = TestSink(found: disk.afterCrash(survival))
        let again = Audit(after.store, pipeline: "calls", inspector: nil)
        try again.repair(again.run())
        #expect(try after.store.load().entries.keys.sorted() == [TestSink.id(1), TestSink.id(3)])
        try after.commit(2)
        try after.store.writeManifest(pipeline: "calls", after.store.load())
        #expect(try words(after) == [])
      }
    }
  }
}
