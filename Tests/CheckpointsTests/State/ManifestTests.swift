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
    #expect(throws: StateFileError.truncated) { try sink.store.manifest() }
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
