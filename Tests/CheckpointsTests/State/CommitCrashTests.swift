import Checkpoints
import Planning
import Storage
import SystemPackage
import TestSupport
import Testing

/// A loss of power, or a kill, after any single operation of a commit.
@Suite struct CommitCrashTests {
  enum Step: CaseIterable, CustomTestStringConvertible {
    case first
    case replacing
    case removing
    case manifest

    var testDescription: String { "\(self)" }

    func prepare(_ sink: TestSink) throws {
      try sink.commit(1)
      if self != .first { try sink.commit(2, text: "old") }
      try sink.store.writeManifest(pipeline: "calls", sink.store.load())
      if self == .manifest { try sink.commit(3) }
    }

    func take(_ sink: TestSink) throws {
      switch self {
      case .first, .replacing: try sink.commit(2, text: "new", run: "later")
      case .removing: try sink.store.remove(TestSink.id(2))
      case .manifest: try sink.store.writeManifest(pipeline: "calls", sink.store.load())
      }
    }
  }

  /// The state that a later run finds, and that the files bear out.
  struct Found: Hashable {
    var texts: [String]
    var manifest: Manifest?
  }

  func found(_ sink: TestSink) throws -> Found {
    let loaded = try sink.store.load()
    #expect(loaded.errors.isEmpty)
    return Found(
      texts: loaded.inOrder.map { entry in
        "\(entry.chunk) \(entry.run) \(entry.partition?.sha256.prefix(8) ?? "-")"
      },
      manifest: try sink.store.manifest())
  }

  @Test(arguments: Step.allCases)
  func `a crash leaves the old or the new state, and a checkpoint's partition is intact`(_ step: Step) throws {
    let prepared = ModelledDisk()
    try step.prepare(TestSink(prepared))
    let whole = prepared.afterCrash(.processOnly)
    let wholeSink = TestSink(found: whole)
    let old = try found(wholeSink)
    let setUp = whole.operations.count
    try step.take(wholeSink)
    let new = try found(wholeSink)
    let count = whole.operations.count - setUp
    #expect(count > 1 && old != new)
    #expect(try found(TestSink(found: whole.afterCrash(.strict))) == new)

    var seen: Set<Found> = []
    for crashAt in 0..<count {
      for survival in [ModelledDisk.Survival.strict, .processOnly] + (0..<4).map({ .partial(seed: $0) }) {
        let disk = prepared.afterCrash(.processOnly)
        let sink = TestSink(found: disk)
        disk.crash(after: crashAt)
        #expect(throws: StorageError.self) { try step.take(sink) }

        let after = TestSink(found: disk.afterCrash(survival))
        let state = try found(after)
        #expect(state == old || state == new, "after \(crashAt) operations, \(survival)")
        seen.insert(state)
        let check = PartitionCheck(sink: TestSink.path, files: after.files, inspector: nil)
        for entry in try after.store.load().inOrder {
          let partition = try #require(entry.partition)
          // The one whose bytes were being replaced may be found out as damaged, and only that one.
          let damage = check.deep(partition, columns: [])
          #expect(damage == nil || (step == .replacing && entry.chunk == TestSink.id(2) && state == old))
        }
        // The next run has the result of a run without a crash.
        try after.store.prepare()
        try step.take(after)
        #expect(try found(after) == new)
        try after.store.removeLeftovers()
        #expect(try found(TestSink(found: ModelledDisk.crash(after.files))) == new)
      }
    }
    #expect(seen == [old, new])
  }

  @Test func `a commit syncs before it renames, and the directory after`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    let before = disk.operations.count
    try sink.store.commit(TestSink.entry(1))
    let folder = sink.store.layout.checkpoints
    let staged = folder.appending(".\(TestSink.id(1)).json.new")
    #expect(
      disk.operations.dropFirst(before).map(\.description) == [
        "create \(staged)", "write \(staged)", "sync \(staged)", "close \(staged)",
        "rename \(sink.store.layout.checkpoint(TestSink.id(1)))", "syncDirectory \(folder)",
      ])
  }
}

extension ModelledDisk {
  /// The disk after a loss of everything that was not synced.
  static func crash(_ files: any FileStore) throws -> ModelledDisk {
    try #require(files as? ModelledDisk).afterCrash(.strict)
  }
}
