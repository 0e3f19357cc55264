import Foundation
import Records
import Storage
import TestSupport
import Testing
import Writing

/// Tests Parquet with the same writer as the other formats: every column type, escapes, nulls, and deterministic
/// bytes.
struct ParquetPartitionTests {
  static let schema = Schema(columns: [
    Column(name: "text", type: .string), Column(name: "whole", type: .integer), Column(name: "exact", type: .decimal),
    Column(name: "real", type: .double), Column(name: "flag", type: .boolean), Column(name: "day", type: .date),
    Column(name: "at", type: .timestamp), Column(name: "local", type: .localTimestamp),
    Column(name: "took", type: .seconds),
    Column(name: "raw", type: .json),
  ])

  /// Three rows: ordinary values, awkward ones, and nulls. `copies` repeats them.
  static func batch(copies: Int = 1) -> RecordBatch {
    let received = Array(#"plaintab\t\"é\" \ud83d\ude00{"a":[1]}"#.utf8)
    let arena = Array("12.50-0.000000001arena,\"text\"[]".utf8)
    func repeated<Value>(_ values: [Value]) -> [Value] { Array(repeatElement(values, count: copies).joined()) }
    func text(_ offset: Int, _ length: Int, escapes: Bool = false, arena: Bool = false) -> ValueRef {
      ValueRef(
        kind: .string, offset: offset, length: length, hasEscapes: escapes, isNonASCII: escapes, isInArena: arena)
    }
    let nulls = repeated([false, false, true])
    func integers(_ first: Int64, _ second: Int64) -> ColumnValues {
      .integers(FixedValues(values: repeated([first, second, 0]), isNull: nulls))
    }
    return RecordBatch(
      received: received, arena: arena, rowCount: 3 * copies,
      columns: [
        .text(repeated([text(0, 5), text(5, 24, escapes: true), .null])),
        integers(.min, .max),
        .text(repeated([text(0, 5, arena: true), text(5, 12, arena: true), .null])),
        .doubles(FixedValues(values: repeated([0.1, -1e300, 0]), isNull: nulls)),
        .booleans(FixedValues(values: repeated([true, false, false]), isNull: nulls)),
        integers(0, -719_162),
        integers(1_790_830_800_000_000, -1),
        integers(1_790_830_800_000_001, 0),
        integers(97_201, -1),
        .text(repeated([text(29, 9), text(29, 2, arena: true), .null])),
      ])
  }

  static func bytes(_ batches: [RecordBatch], parallelism: Int = 2) async throws -> [UInt8] {
    let partition = TestPartition(
      schema: schema,
      format: .parquet(ParquetLayout(createdBy: "test", metadata: [ParquetLayout.Entry(key: "pipeline", value: "p")])),
      compression: .none, parallelism: parallelism)
    let files = MemoryFileStore()
    let writer = try partition.writer(files)
    for batch in batches { try await writer.append(batch) }
    _ = try await writer.publish(replacing: nil)
    return try files.read(TestPartition.place, limit: .max)
  }

  @Test func `the bytes depend on neither the batches nor the tasks`() async throws {
    let once = try await Self.bytes([Self.batch(copies: 20_000)], parallelism: 1)
    #expect(
      areEqual(once, try await Self.bytes(Array(repeating: Self.batch(copies: 1_000), count: 20), parallelism: 1)))
    #expect(
      areEqual(once, try await Self.bytes(Array(repeating: Self.batch(copies: 1_000), count: 20), parallelism: 4)))
  }

  @Test func `a null in a required column fails the partition`() async throws {
    var schema = Self.schema
    schema.columns[4].isRequired = true
    let partition = TestPartition(
      schema: schema, format: .parquet(ParquetLayout(createdBy: "test")), compression: .none)
    let writer = try partition.writer(MemoryFileStore())
    do {
      try await writer.append(Self.batch())
      Issue.record("the null was taken")
    } catch {
      #expect(
        "\(error)"
          == "column `flag` cannot store row 2 of the batch: a null, and the column is required")
    }
    await writer.discard()
  }

  @Test func `a partition without rows is a complete file`() async throws {
    let bytes = try await Self.bytes([])
    #expect(bytes.starts(with: Array("PAR1".utf8)) && bytes.suffix(4) == Array("PAR1".utf8)[...])
  }

  @Test func `pyarrow reads every type as intended`() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString).parquet")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(try await Self.bytes([Self.batch()])).write(to: file)
    let script = """
      import sys, pyarrow.parquet as pq
      table = pq.read_table(sys.argv[1])
      print([str(f.type) for f in table.schema])
      for row in table.to_pylist(): print([str(v) for v in row.values()])
      print(table.schema.metadata[b"pipeline"])
      """
    #expect(
      try output(of: ["python3", "-c", script, file.path]) == #"""
        ['string', 'int64', 'decimal128(38, 9)', 'double', 'bool', 'date32[day]', 'timestamp[us, tz=UTC]', 'timestamp[us]', 'int64', 'string']
        ['plain', '-9223372036854775808', '12.500000000', '0.1', 'True', '1970-01-01', '2026-10-01 05:00:00+00:00', '2026-10-01 05:00:00.000001', '97201', '{"a":[1]}']
        ['tab\t"é" 😀', '9223372036854775807', '-1E-9', '-1e+300', 'False', '0001-01-01', '1969-12-31 23:59:59.999999+00:00', '1970-01-01 00:00:00', '-1', '[]']
        ['None', 'None', 'None', 'None', 'None', 'None', 'None', 'None', 'None', 'None']
        b'p'

        """#)
  }

  @Test func `a json column is text for pyarrow, polars and DuckDB`() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString).parquet")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(try await Self.bytes([Self.batch()])).write(to: file)
    let script = """
      import sys, duckdb, polars, pyarrow.parquet as pq
      column = pq.ParquetFile(sys.argv[1]).schema.column(9)
      print(column.logical_type, column.converted_type)
      print(polars.read_parquet(sys.argv[1])["raw"])
      print(duckdb.sql(f"SELECT typeof(raw), raw FROM '{sys.argv[1]}'").fetchall())
      """
    #expect(
      try output(of: ["python3", "-c", script, file.path])
        == #"""
        String UTF8
        shape: (3,)
        Series: 'raw' [str]
        [
        \t"{"a":[1]}"
        \t"[]"
        \tnull
        ]
        [('VARCHAR', '{"a":[1]}'), ('VARCHAR', '[]'), ('VARCHAR', None)]

        """#.replacing(#"\t"#, with: "\t"))
  }
}

/// Returns a program's standard output and error; throws if it fails.
private func output(of arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  return String(decoding: data, as: UTF8.self)
}
