import Checkpoints
import ConfigurationFiles
import Exporting
import Foundation
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

/// Complete runs with `table: delta`: one version per run that changes something, and files that older versions need.
struct DeltaExportTests {
  static func yaml(
    days: Int = 2, fields: String = "{ id: id, at: at, note: note }", sink: String = ", table: delta"
  ) -> String {
    TestExport.pipeline(days: days, fields: fields, sink: ", format: parquet\(sink)")
  }

  /// The actions of a version, one JSON object per line.
  static func actions(_ files: any FileStore, _ version: Int) throws -> [[String: Any]] {
    let name = "\(String(repeating: "0", count: 19))\(version).json"
    let bytes = try files.read(FilePath("out/_delta_log").appending(name), limit: 1 << 20)
    return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
      try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] ?? [:]
    }
  }

  /// The paths of one kind of action of a version.
  static func paths(_ files: any FileStore, _ version: Int, _ action: String) throws -> [String] {
    try actions(files, version).compactMap { ($0[action] as? [String: Any])?["path"] as? String }
  }

  static func versions(_ files: any FileStore) throws -> Int { try files.list("out/_delta_log").count }

  /// The files of the table now, by replaying its log independently.
  static func table(_ files: any FileStore) throws -> Set<String> {
    var active: Set<String> = []
    for version in 0..<(try versions(files)) {
      active.subtract(try paths(files, version, "remove"))
      active.formUnion(try paths(files, version, "add"))
    }
    return active
  }

  static func committed(_ files: any FileStore) throws -> Set<String> {
    Set(try CheckpointStore(sink: "out", files: files).load().inOrder.compactMap { $0.partition?.path })
  }

  static func findings(_ export: TestExport) throws -> [String] {
    let store = CheckpointStore(sink: "out", files: export.files)
    return try Audit(
      store, pipeline: "test", inspector: FormatInspector(), table: DeltaTable(export.file, store)
    ).run().findings.map { "\($0.kind.rawValue): \($0)" }
  }

  static func changed(_ rows: [FakeAPI.Row], day: Int) -> [FakeAPI.Row] {
    rows.map { row in
      row.at.hasPrefix("2026-10-0\(day)")
        ? FakeAPI.Row(at: row.at, json: row.json.replacing(#""a,b""#, with: #""other""#)) : row
    }
  }

  @Test func `the first version lists every file, with its rows and partition values`() async throws {
    let export = TestExport(Self.yaml())
    try await export.run()
    let actions = try Self.actions(export.files, 0)
    #expect(actions.flatMap(\.keys) == ["commitInfo", "protocol", "metaData", "add", "add"])
    let versions = try #require(actions[1]["protocol"] as? [String: Int])
    #expect(versions == ["minReaderVersion": 1, "minWriterVersion": 2])
    let metadata = try #require(actions[2]["metaData"] as? [String: Any])
    #expect(metadata["partitionColumns"] as? [String] == ["date"])
    let names = ["id", "at", "note", "date"]
    let types = ["long", "timestamp", "string", "date"]
    let fields = zip(names, types).map { #"{"metadata":{},"name":"\#($0)","nullable":true,"type":"\#($1)"}"# }
    #expect(
      metadata["schemaString"] as? String == #"{"fields":[\#(fields.joined(separator: ","))],"type":"struct"}"#)
    let add = try #require(actions[3]["add"] as? [String: Any])
    let path = try #require(add["path"] as? String)
    #expect(path.wholeMatch(of: /date=2026-10-01\/20261001T050000Z-20261002T050000Z-[0-9a-f]{12}\.parquet/) != nil)
    #expect(add["partitionValues"] as? [String: String] == ["date": "2026-10-01"])
    #expect(add["stats"] as? String == #"{"numRecords":2}"#)
    #expect(try add["size"] as? Int == export.bytes(path).count)
    let entry = try CheckpointStore(sink: "out", files: export.files).load().inOrder[0]
    #expect(entry.partition?.path == path)
    #expect(entry.partition?.sha256.hasPrefix(path.suffix(20).prefix(12)) == true)
    #expect(try Self.findings(export) == [])
  }

  @Test func `a run without changes adds no version, and one with changes adds one`() async throws {
    var export = TestExport(Self.yaml())
    try await export.run()
    try await export.run()
    export.options.refresh = .all
    #expect(try await export.run().unchanged == 2)
    #expect(try Self.versions(export.files) == 1)
    let first = try Self.table(export.files)

    export.api.rows = Self.changed(export.api.rows, day: 1)
    try await export.run()
    #expect(try Self.versions(export.files) == 2)
    let old = try Self.paths(export.files, 1, "remove")
    #expect(old == first.filter { $0.hasPrefix("date=2026-10-01") })
    #expect(try Self.paths(export.files, 1, "add").count == 1)
    #expect(try Self.table(export.files) == Self.committed(export.files))
    // The first version can still be read.
    for path in first { #expect(try export.files.status(FilePath("out").appending(path))?.kind == .file) }
    #expect(try Self.findings(export) == [])
  }

  @Test func `replaced files are removed after the time to keep, and files that no version listed at once`()
    async throws
  {
    var export = TestExport(Self.yaml(sink: ", table: delta, keep: 3 days"))
    try await export.run()
    export.options.refresh = .all
    export.api.rows = export.api.rows.filter { !$0.at.hasPrefix("2026-10-01") }
    try await export.run()
    let old = try #require(try Self.paths(export.files, 1, "remove").first)
    let orphan: FilePath = "out/date=2026-10-02/x-0123456789ab.parquet"
    let foreign: FilePath = "out/date=2026-10-02/notes.parquet"
    for path in [orphan, foreign] { try export.files.replaceFile(path, with: [], mode: .shared) }
    export.options.refresh = nil
    export.clock.advance(by: .seconds(3 * 86_400 - 60))
    try await export.run()
    #expect(try export.files.status(FilePath("out").appending(old)) != nil)
    #expect(try export.files.status(orphan) == nil)
    export.clock.advance(by: .seconds(120))
    try await export.run()
    #expect(try export.files.list("out") == ["_delta_log", "_tidemark", "date=2026-10-02"])
    #expect(try export.files.status(foreign) != nil)
    #expect(try Self.versions(export.files) == 2)
  }

  @Test func `a lost log is found by an audit and written again by the next run`() async throws {
    let export = TestExport(Self.yaml())
    try await export.run()
    try export.files.remove("out/_delta_log/00000000000000000000.json")
    #expect(try Self.findings(export) == ["table_log: _delta_log is missing"])
    try await export.run()
    #expect(try Self.findings(export) == [])
    #expect(try Self.table(export.files) == Self.committed(export.files))

    try export.files.remove("out/_delta_log/00000000000000000000.json")
    let store = CheckpointStore(sink: "out", files: export.files)
    let audit = Audit(store, pipeline: "test", inspector: nil, table: try DeltaTable(export.file, store))
    #expect(try audit.repair(audit.run(), now: export.clock.now).map(\.kind) == [.tableLog])
    #expect(try Self.table(export.files) == Self.committed(export.files))
  }

  @Test func `a table that is enabled later lists the existing files under their names`() async throws {
    var export = TestExport(Self.yaml(sink: ""))
    try await export.run()
    let existing = try Self.committed(export.files)
    export.yaml = Self.yaml()
    #expect(try await export.run().committed == 0)
    #expect(try Self.table(export.files) == existing)
    export.options.refresh = .all
    export.api.rows = Self.changed(export.api.rows, day: 1)
    try await export.run()
    #expect(try Self.table(export.files) == Self.committed(export.files))
    #expect(try Self.paths(export.files, 1, "remove") == existing.filter { $0.hasPrefix("date=2026-10-01") })
    #expect(try Self.findings(export) == [])
  }

  @Test func `new columns are added, and a column with another type stops the run before its first request`()
    async throws
  {
    var export = TestExport(Self.yaml(fields: "{ id: id }"))
    try await export.run()
    export.yaml = Self.yaml(fields: "{ id: id, at: { from: at, type: local_timestamp } }")
    export.options.refresh = .changed
    try await export.run()
    let actions = try Self.actions(export.files, 1)
    let versions = try #require(actions[1]["protocol"] as? [String: Any])
    #expect(versions["minReaderVersion"] as? Int == 3 && versions["minWriterVersion"] as? Int == 7)
    #expect(versions["readerFeatures"] as? [String] == ["timestampNtz"])
    #expect(versions["writerFeatures"] as? [String] == ["appendOnly", "invariants", "timestampNtz"])
    let schema = try #require((actions[2]["metaData"] as? [String: Any])?["schemaString"] as? String)
    let names = schema.matches(of: /"name":"(\w+)"/).map { String($0.output.1) }
    #expect(names == ["id", "date", "at"])

    export.options.refresh = nil
    export.options.adopt = true
    export.yaml = Self.yaml(days: 3, fields: "{ id: { from: id, type: string }, at: at }")
    let calls = export.api.requests.count
    do {
      try await export.run()
      Issue.record("the run did not stop")
    } catch {
      let error = try #require(error as? ExportError)
      #expect(error.kind == .configuration)
      #expect(
        error.reason
          == "column `id` is long in chunk 20261001T050000Z-20261002T050000Z and string in the new files, and a table has one type per column; re-export with `--refresh changed`, or use a different sink path"
      )
    }
    #expect(export.api.requests.count == calls)
  }

  @Test func `versions of other programs are kept, and a damaged one stops the run`() async throws {
    var export = TestExport(Self.yaml())
    try await export.run()
    let foreign: FilePath = "out/_delta_log/00000000000000000001.json"
    try export.files.replaceFile(
      foreign, with: Array(#"{"commitInfo":{"operation":"OPTIMIZE","metrics":{"x":1}},"txn":{"appId":"a"}}"#.utf8),
      mode: .shared)
    export.options.refresh = .all
    export.api.rows = Self.changed(export.api.rows, day: 1)
    try await export.run()
    #expect(try Self.actions(export.files, 2).count == 3)
    #expect(try Self.table(export.files) == Self.committed(export.files))

    try export.files.replaceFile(foreign, with: Array("{".utf8), mode: .shared)
    let failure = try await export.runToItsEnd().result
    guard case .failure(let error) = failure else {
      Issue.record("the run did not stop")
      return
    }
    #expect(error.kind == .configuration)
    #expect(
      error.reason
        == "the Delta log _delta_log/00000000000000000001.json is not valid JSON; it may be truncated; remove `_delta_log`, and the next run writes a new one"
    )
  }

  @Test func `after a crash at any operation the table is complete, and the next run completes it`() async throws {
    let disk = ModelledDisk()
    var first = TestExport(Self.yaml(), files: disk)
    try await first.run()
    first.options.refresh = .all
    first.api.rows = Self.changed(Self.changed(first.api.rows, day: 1), day: 2)
    let prepared = disk.afterCrash(.processOnly)
    let old = try Self.table(prepared)
    var seen: Set<Set<String>> = []
    var crashes = 0
    while true {
      let broken = prepared.afterCrash(.processOnly)
      broken.crash(after: crashes)
      var export = first
      export.files = broken
      _ = try await export.runToItsEnd()
      guard broken.hasCrashed else { break }
      for survival in [ModelledDisk.Survival.strict, .processOnly, .partial(seed: UInt64(crashes))] {
        let found = broken.afterCrash(survival)
        let table = try Self.table(found)
        #expect(table.intersection(old) == old || table.isDisjoint(with: old), "after \(crashes) operations")
        for path in table {
          #expect(try !found.read(FilePath("out").appending(path), limit: 1 << 20).isEmpty, "after \(crashes)")
        }
        seen.insert(table)
        export.files = found
        try await export.run()
        #expect(try Self.findings(export) == [], "after \(crashes) operations, \(survival)")
        #expect(try Self.table(found) == Self.committed(found))
        #expect(try Self.table(found).isDisjoint(with: old))
      }
      crashes += 1
    }
    #expect(crashes > 30)
    #expect(seen.count == 2)
  }
}
