import Checkpoints
import Exporting
import Fetching
import Foundation
import Planning
import Records
import Storage
import SystemPackage
import TestSupport
import Testing

/// Tests complete runs with Parquet partitions: the same commit as for the other formats, and checks of footers.
struct ParquetExportTests {
  static let sink = ", format: parquet"
  static let firstDay = "date=2026-10-01/20261001T050000Z-20261002T050000Z.parquet"

  static func findings(_ files: any FileStore) throws -> [String] {
    try Audit(CheckpointStore(sink: "out", files: files), pipeline: "test", inspector: FormatInspector()).run().findings
      .map { "\($0.kind.rawValue): \($0)" }
  }

  /// The day's checkpoint.
  static func entry(_ files: any FileStore, day: Int = 1) throws -> CheckpointEntry {
    try CheckpointStore(sink: "out", files: files).load().inOrder[day - 1]
  }

  @Test func `rejects are separate, a second run sends no request, and fetching again gives the same bytes`()
    async throws
  {
    var export = TestExport(
      TestExport.pipeline(fields: "{ id: { from: id, required: true }, at: at, note: note }", sink: Self.sink))
    export.api.rows += [
      FakeAPI.Row(at: "2026-10-01 10:00:00", json: #"{"id":null,"at":"2026-10-01 10:00:00","note":"x"}"#),
      FakeAPI.Row(at: "2026-10-01 11:00:00", json: #"{"id":"ten","at":"2026-10-01 11:00:00","note":"y"}"#),
    ]
    let first = try await export.run()
    #expect(first.failures.map(\.reason) == [])
    #expect(first.rows == 6 && first.rejected == 2)
    let bytes = try export.bytes(Self.firstDay)
    #expect(bytes.starts(with: Array("PAR1".utf8)) && bytes.suffix(4) == Array("PAR1".utf8)[...])
    #expect(try Self.entry(export.files).columns.map(\.isRequired) == [true, false, false])
    #expect(try Self.findings(export.files) == [])

    let calls = export.api.requests.count
    try await export.run()
    #expect(export.api.requests.count == calls)
    export.options.refresh = .all
    let again = try await export.run()
    #expect(again.unchanged == 3)
    #expect(try export.bytes(Self.firstDay) == bytes)
  }

  @Test func `a window that is split after a response has the file of a planned split`() async throws {
    let rows = (0..<14).map { FakeAPI.row(id: $0, at: "2026-10-01 \(clockTime($0 * 5_000).dropFirst(11))") }
    let yaml = TestExport.pipeline(days: 1, fields: "{ id: id, at: at }", sink: Self.sink)
    // The API returns at most ten rows, so the day's first response is discarded after its rows were written.
    let split = TestExport(yaml, api: FakeAPI(rows: rows))
    #expect(try await split.run().rows == 14)
    #expect(split.api.requests.count > 2)
    let whole = TestExport(yaml, api: FakeAPI(rows: []))
    whole.api.respond { request in
      // Too large as a whole, like the first response of the other run; then the halves.
      let query = request.url.split(separator: "?")[1].split(separator: "&").map { $0.split(separator: "=")[1] }
      let found = rows.filter {
        String(query[0]) <= $0.at.filter(\.isNumber) && $0.at.filter(\.isNumber) <= String(query[1])
      }
      return found.count > 9
        ? (200, FakeAPI.envelope([], declared: found.count)) : (200, FakeAPI.envelope(found.map(\.json)))
    }
    #expect(try await whole.run().rows == 14)
    #expect(try split.bytes(Self.firstDay) == whole.bytes(Self.firstDay))
    #expect(try Self.findings(split.files) == [])
  }

  @Test(arguments: [
    ("a mark that is not PAR1", -1, "is not a complete Parquet file: the file does not end with PAR1; it is truncated"),
    ("a length beyond the file", -6, "is not a complete Parquet file: the footer is longer than the file"),
    ("a first mark that is not PAR1", 0, "is not a complete Parquet file: the file does not begin with PAR1"),
  ])
  func `an audit reports a changed footer, and the next run fixes it`(
    _ what: String, _ place: Int, _ words: String
  ) async throws {
    let export = TestExport(TestExport.pipeline(sink: Self.sink))
    try await export.run()
    let bytes = try export.bytes(Self.firstDay)
    var damaged = bytes
    damaged[place < 0 ? bytes.count + place : place] = 0xFF
    try export.write(damaged, to: Self.firstDay)
    #expect(try Self.findings(export.files) == ["damaged_partition: \(Self.firstDay) \(words)"])

    let calls = export.api.requests.count
    try await export.run()
    #expect(export.events.warnings == ["\(Self.firstDay) \(words); its chunk is fetched again"])
    #expect(export.api.requests.count == calls + 1)
    #expect(try export.bytes(Self.firstDay) == bytes)
    #expect(try Self.findings(export.files) == [])
  }

  @Test func `a truncated or swapped partition is found and fixed`() async throws {
    let export = TestExport(TestExport.pipeline(sink: Self.sink))
    export.api.rows.append(FakeAPI.row(id: 5, at: "2026-10-02 10:00:00"))
    try await export.run()
    let bytes = try export.bytes(Self.firstDay)
    let secondDay = "date=2026-10-02/20261002T050000Z-20261003T050000Z.parquet"
    let other = try export.bytes(secondDay)
    for wrong in [Array(bytes.dropLast(100)), other] {
      try export.write(wrong, to: Self.firstDay)
      #expect(
        try Self.findings(export.files)
          == ["damaged_partition: \(Self.firstDay) has \(wrong.count) bytes; expected \(bytes.count)"])
      try await export.run()
      #expect(try export.bytes(Self.firstDay) == bytes)
    }
  }

  @Test func `a checkpoint with other rows or columns than the footer is found`() async throws {
    let export = TestExport(TestExport.pipeline(sink: Self.sink))
    try await export.run()
    let entry = try Self.entry(export.files)
    let partition = try #require(entry.partition)
    let check = PartitionCheck(sink: "out", files: export.files, inspector: FormatInspector())
    #expect(check.quick(partition, columns: entry.columns) == nil)
    #expect(check.deep(partition, columns: entry.columns) == nil)
    var more = partition
    more.rows = 3
    var columns = entry.columns
    #expect(check.quick(more, columns: columns)?.description == "has 2 rows in its footer; expected 3")
    #expect(
      check.quick(partition, columns: Array(columns.dropLast()))?.description
        == "has 3 columns in its footer; expected 2")
    columns[2].name = "remark"
    #expect(
      check.quick(partition, columns: columns)?.description
        == "has the column `note` in its footer; expected `remark`")
    columns = entry.columns
    columns[1].type = .localTimestamp
    let words = "has a different type of the column `at` in its footer than its checkpoint"
    #expect(check.quick(partition, columns: columns)?.description == words)
    #expect(check.deep(partition, columns: columns)?.description == words)
    columns = entry.columns
    columns[1].isRequired = true
    #expect(check.quick(partition, columns: columns)?.description == words)
  }
}

extension TestExport {
  /// Overwrites a file of the sink with other bytes.
  func write(_ bytes: [UInt8], to path: String) throws {
    let file = try files.create(FilePath("out").appending(path), mode: .shared)
    try file.write(bytes)
    try file.close()
  }
}
