import ConfigurationFiles
import Loading
import Planning
import Records

/// A pipeline with three days of calls, two of them with another set of columns.
enum TestLoad {
  static func target(
    _ format: SinkFormat = .csv, table: [String] = ["raw", "calls"], csv: CSVDialect = CSVDialect(),
    hasOwnChunkColumn: Bool = false
  ) -> LoadTarget {
    LoadTarget(
      pipeline: "calls", table: TableName(table), columns: newColumns,
      files: PartitionFiles(location: "/lake/calls", format: format, csv: csv), hasOwnChunkColumn: hasOwnChunkColumn)
  }

  static let oldColumns = [Column(name: "id", type: .integer), Column(name: "ended_at", type: .timestamp)]
  static let newColumns = oldColumns + [Column(name: "ñ\"x", type: .decimal)]

  /// - Parameter day: of October 2026.
  static func chunk(_ day: Int, _ format: SinkFormat = .csv, columns: [Column] = newColumns, rows: Int = 2) -> LoadChunk
  {
    let digits = day < 10 ? "0\(day)" : "\(day)"
    let next = day < 9 ? "0\(day + 1)" : "\(day + 1)"
    let id = "202610\(digits)T050000Z-202610\(next)T050000Z"
    let suffix = format == .parquet ? "parquet" : "\(format.rawValue).gz"
    return LoadChunk(
      id: ChunkID(text: id), path: "date=2026-10-\(digits)/\(id).\(suffix)", rows: rows, bytes: 100,
      sha256: String(repeating: digits, count: 32), columns: columns)
  }

  /// A table that lacks the newest column and contains the first two days, the first one outdated.
  static var state: LoadedState {
    LoadedState(
      chunks: [
        chunk(1).id: LoadedChunk(sha256: String(repeating: "aa", count: 32), rows: 2),
        chunk(2).id: LoadedChunk(sha256: chunk(2).sha256, rows: 2),
      ],
      columns: [
        LoadedColumn(name: "_tidemark_chunk", type: "text"), LoadedColumn(name: "id", type: "bigint"),
        LoadedColumn(name: "ended_at", type: "timestamp with time zone"),
      ])
  }
}
