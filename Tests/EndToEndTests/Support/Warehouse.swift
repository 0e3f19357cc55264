import Foundation
import Testing

/// A warehouse of a test: a database of the PostgreSQL server, or a DuckDB file in the test's folder.
struct Warehouse {
  struct Kind: CustomTestStringConvertible, Sendable {
    var engine: String
    var format: String

    var testDescription: String { "\(engine), \(format)" }

    static let all = [
      Kind(engine: "postgres", format: "csv"), Kind(engine: "postgres", format: "ndjson"),
      Kind(engine: "duckdb", format: "csv"), Kind(engine: "duckdb", format: "ndjson"),
      Kind(engine: "duckdb", format: "parquet"),
    ]
  }

  let kind: Kind
  private let database: String
  private let folder: URL

  init(_ kind: Kind, in folder: URL) throws {
    self.kind = kind
    self.folder = folder
    if kind.engine == "postgres" {
      database = try PostgreSQLServer.shared.get().makeDatabase()
    } else {
      database = folder.appending(path: "warehouse.duckdb").path
      _ = try outputOf("duckdb", database, "CREATE SCHEMA raw")
    }
  }

  /// The client's command line, as in a pipeline file.
  var client: [String] {
    get throws {
      guard kind.engine == "postgres" else { return ["duckdb", database] }
      return ["psql", "-X", "-h", try PostgreSQLServer.shared.get().folder, "-U", "tidemark", database]
    }
  }

  /// The `load` section.
  func section(table: String = "raw.rows", more: String = "") throws -> String {
    "load: { into: \(kind.engine), table: \(table), client: [\(try client.joined(separator: ", "))]\(more) }\n"
  }

  /// The compression that the format has by default.
  var compression: String { kind.format == "parquet" ? "zstd" : "gzip" }

  /// The problems of the table compared with an NDJSON export, or the number of its rows.
  func check(_ table: String = "raw.rows", against sink: String) throws -> String {
    let script = Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/check_load.py").path
    let place = kind.engine == "postgres" ? [try PostgreSQLServer.shared.get().folder, database] : [database]
    let arguments = [script, kind.engine] + place + [table, folder.appending(path: sink).path]
    let (_, data) = try outputOf("python3", arguments)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  /// The output of a statement, without headers.
  func query(_ statement: String) throws -> String {
    if kind.engine == "postgres" { return try PostgreSQLServer.shared.get().query(statement, in: database) }
    let (_, data) = try outputOf("duckdb", "-noheader", "-list", database, statement)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
