import Checkpoints
import Exporting
import Planning
import Storage
import SystemPackage
import TestSupport
import Testing

/// Tests that a run over the range repairs the damage that an audit finds; damage that a quick check cannot see, after
/// `--repair` has made it pending.
struct RepairTests {
  enum Harm: CaseIterable, CustomTestStringConvertible {
    case missingPartition, shortPartition, alteredTrailer, alteredContent, directoryInPlace, sharedPartition
    case missingRejects, alteredRejects, badCheckpoint, leftover, gap, manifestGone, manifestTruncated

    var testDescription: String { "\(self)" }

    /// True for damage that a quick check cannot see, because a run does not read partitions completely.
    var needsRepair: Bool { self == .alteredContent || self == .alteredRejects }

    var kind: AuditFinding.Kind {
      switch self {
      case .missingPartition: .missingPartition
      case .shortPartition, .alteredTrailer, .alteredContent, .directoryInPlace: .damagedPartition
      case .sharedPartition: .badCheckpoint
      case .missingRejects: .missingRejects
      case .alteredRejects: .damagedRejects
      case .badCheckpoint: .badCheckpoint
      case .leftover: .leftover
      case .gap: .gap
      case .manifestGone, .manifestTruncated: .manifest
      }
    }

    func inflict(on files: MemoryFileStore) throws {
      let chunk = "20261002T050000Z-20261003T050000Z"
      let partition = FilePath("out/date=2026-10-02/\(chunk).csv.gz")
      let checkpoint = FilePath("out/_tidemark/checkpoints/\(chunk).json")
      let manifest: FilePath = "out/_tidemark/manifest.json"
      func alter(_ index: (Int) -> Int) throws {
        var bytes = try files.read(partition, limit: 1 << 20)
        bytes[index(bytes.count)] ^= 1
        try files.place(bytes, at: partition)
      }
      switch self {
      case .missingPartition: try files.remove(partition)
      case .shortPartition: try files.place(Array(files.read(partition, limit: 1 << 20).dropLast(9)), at: partition)
      case .alteredTrailer: try alter { $0 - 8 }
      case .alteredContent: try alter { $0 / 2 }
      case .directoryInPlace:
        try files.remove(partition)
        try files.makeDirectories(partition)
      case .sharedPartition:
        let store = CheckpointStore(sink: "out", files: files)
        let entries = try store.load().inOrder
        var entry = entries[1]
        entry.partition = entries[0].partition
        try store.commit(entry)
      case .missingRejects: try files.remove(FilePath("out/_tidemark/rejects/\(chunk).ndjson.gz"))
      case .alteredRejects:
        let path = FilePath("out/_tidemark/rejects/\(chunk).ndjson.gz")
        var bytes = try files.read(path, limit: 1 << 20)
        bytes[bytes.count / 2] ^= 1
        try files.place(bytes, at: path)
      case .badCheckpoint: try files.place("{", at: checkpoint)
      case .leftover: try files.place("half", at: "out/_tidemark/staging/half.csv.gz")
      case .gap:
        try files.remove(checkpoint)
        try files.remove(partition)
      case .manifestGone: try files.remove(manifest)
      case .manifestTruncated: try files.place("{", at: manifest)
      }
    }
  }

  @Test(arguments: Harm.allCases)
  func `a run repairs the damage that an audit finds, with the same bytes`(_ harm: Harm) async throws {
    let files = MemoryFileStore()
    let api = FakeAPI(
      rows: FakeAPI().rows
        + [FakeAPI.row(id: 0, at: "2026-10-02 12:00:00")].map {
          FakeAPI.Row(at: $0.at, json: $0.json.replacing(#""id":0"#, with: #""id":"x""#))
        })
    let export = TestExport(files: files, api: api)
    try await export.run()
    let before = try export.partitions()
    let audit = Audit(CheckpointStore(sink: "out", files: files), pipeline: "test", inspector: FormatInspector())
    #expect(try audit.run().findings == [])

    try harm.inflict(on: files)
    let found = try audit.run()
    #expect(found.findings.map(\.kind).contains(harm.kind), "\(found.findings)")
    if harm.needsRepair { try audit.repair(found) }
    if harm == .directoryInPlace {
      // Whose directory that is, only its owner knows.
      let refused = try await TestExport(files: files, api: api).run()
      #expect(refused.failures.map(\.kind) == [.cannotWrite])
      try files.removeEmptyDirectory("out/date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz")
    }
    let summary = try await TestExport(files: files, api: api).run()
    #expect(summary.failures.isEmpty)
    #expect(try audit.run().findings == [])
    #expect(try export.partitions() == before)
  }

  @Test func `refreshing a chunk repairs a file that was changed in the middle`() async throws {
    let files = MemoryFileStore()
    var export = TestExport(files: files)
    try await export.run()
    let before = try export.partitions()
    try Harm.alteredContent.inflict(on: files)
    export.options.refresh = .all
    let summary = try await export.run()
    #expect(summary.committed == 1 && summary.unchanged == 2)
    #expect(try export.partitions() == before)
    let audit = Audit(CheckpointStore(sink: "out", files: files), pipeline: "test", inspector: FormatInspector())
    #expect(try audit.run().findings == [])
  }

  @Test func `an unreadable partition is fetched again and replaced`() async throws {
    let disk = ModelledDisk()
    try await TestExport(files: disk).run()
    let before = SinkFiles(disk)
    for number in 1...2 {
      let export = TestExport(files: disk)
      // The first partition's trailer cannot be read, and later its bytes cannot be compared.
      for call in 1...number { disk.fail(.open, number: call, with: .ioError) }
      let summary = try await export.run()
      #expect(summary.failures.isEmpty && summary.skipped == 3 - number)
      #expect(
        export.events.warnings.first
          == "date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz cannot be checked: cannot open "
          + "out/date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz: Input/output error; its chunk is fetched again"
      )
      #expect(SinkFiles(disk) == before)
      #expect(try disk.auditFindings() == [])
    }
  }
}
