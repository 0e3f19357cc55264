import ConfigurationFiles
import Testing

/// Tests of reading `load`.
@Suite struct LoadSectionTests {
  @Test func `engine, table and client are read`() throws {
    let load = try TestPipeline(adding: "load: { into: postgres, table: raw.calls, client: [psql, -X] }\n").read().load
    #expect(load == LoadDeclaration(engine: .postgres, table: TableName(["raw", "calls"]), client: ["psql", "-X"]))
    #expect(load?.table.sibling("x").description == "raw.x")
    #expect(try TestPipeline().read().load == nil)
  }

  @Test func `an engine that reads from a bucket needs its location`() throws {
    let text =
      TestPipeline.base + "  format: parquet\n"
      + "load: { into: bigquery, table: ds.calls, client: [bq, query], files: 'gs://lake/calls//', only: final }\n"
    let load = try TestPipeline(text: text).read().load
    #expect(load?.files == "gs://lake/calls")
    #expect(load?.isFinalOnly == true)
  }

  @Test func `the column of the chunk may be filled by the export`() throws {
    let fields = "fields: { _tidemark_chunk: $chunk.id }\n"
    let text = fields + "load: { into: postgres, table: calls, client: [psql] }\n"
    #expect(try TestPipeline(adding: text).read().load != nil)
  }
}

extension DiagnosticTests {
  private static func load(_ text: String) -> TestPipeline { TestPipeline(adding: "load: { \(text) }\n") }

  @Test(arguments: [
    ExpectedDiagnostic(
      "an unknown engine", load("into: postgress, table: a.b, client: [psql]"),
      [
        "calls.yaml:13:15: error: `into`: expected postgres, duckdb, clickhouse, snowflake, bigquery, redshift or "
          + "databricks, found `postgress`; did you mean `postgres`?"
      ]),
    ExpectedDiagnostic(
      "too many parts", load("into: postgres, table: a.b.c, client: [psql]"),
      ["calls.yaml:13:32: error: `table` has 3 parts, and PostgreSQL accepts 1 to 2; write SCHEMA.TABLE"]),
    ExpectedDiagnostic(
      "an empty part", load("into: postgres, table: a., client: [psql]"),
      ["calls.yaml:13:32: error: `table` has an empty part; write SCHEMA.TABLE"]),
    ExpectedDiagnostic(
      "a variable for a password", load("into: postgres, table: a.b, client: [psql, '${PASSWORD}']"),
      [
        "calls.yaml:13:45: error: `client` does not resolve `${NAME}`, because process lists show arguments; "
          + "use the client's credentials file or its own environment variables"
      ]),
    ExpectedDiagnostic(
      "a password in a URL", load("into: postgres, table: a.b, client: [psql, 'postgresql://me:secret@host/db']"),
      [
        "calls.yaml:13:45: error: `client` contains a password, which process lists show; "
          + "use the client's credentials file or its own environment variables"
      ]),
    ExpectedDiagnostic(
      "a bucket for a local engine", load("into: duckdb, table: b, client: [duckdb], files: 's3://x'"),
      ["calls.yaml:13:58: error: DuckDB reads the partitions from the sink on this machine; remove `files`"]),
    ExpectedDiagnostic(
      "a format that the engine cannot read",
      TestPipeline(text: TestPipeline.base + "  format: parquet\nload: { into: postgres, table: b, client: [psql] }\n"),
      [
        "calls.yaml:14:15: error: PostgreSQL cannot load `format: parquet` without loss; set `format: csv` or "
          + "`format: ndjson` in `sink`"
      ]),
    ExpectedDiagnostic(
      "changed values",
      TestPipeline(
        text: TestPipeline.base + "  csv: { escape_formulas: true }\nload: { into: duckdb, table: b, client: [d] }\n"),
      [
        "calls.yaml:14:15: error: `csv.escape_formulas` changes values, which a table should contain unchanged; "
          + "set it to false to load"
      ]),
    ExpectedDiagnostic(
      "a type that the engine does not read exactly",
      TestPipeline(
        text: TestPipeline.base
          + "  format: ndjson\nfields: { x: { from: date, type: decimal } }\n"
          + "load: { into: duckdb, table: b, client: [duckdb] }\n"),
      [
        "calls.yaml:15:15: error: DuckDB does not read the decimal column `x` exactly from `format: ndjson`; "
          + "set another format in `sink`, or give the column the type string"
      ]),
    ExpectedDiagnostic(
      "a format that hides nulls",
      TestPipeline(adding: "load: { into: redshift, table: b, client: [psql], files: 's3://x' }\n"),
      [
        "calls.yaml:13:15: error: Redshift cannot load `format: csv` without loss; set `format: parquet` in `sink`"
      ]),
    ExpectedDiagnostic(
      "text that Snowflake reads as null",
      TestPipeline(
        text: TestPipeline.base
          + "  csv: { null_text: 'NULL' }\nload: { into: snowflake, table: b, client: [snowsql], files: '@s' }\n"),
      [
        "calls.yaml:14:15: error: Snowflake also reads the quoted text `NULL` as null; remove `csv.null_text` to load"
      ]),
    ExpectedDiagnostic(
      "a cloud engine without a bucket", load("into: snowflake, table: b, client: [snowsql]"),
      [
        "calls.yaml:13:7: error: Snowflake reads the partitions from a bucket; add `files`, for example "
          + "`files: @tidemark_stage/exports/calls`"
      ]),
    ExpectedDiagnostic(
      "a name that BigQuery rejects",
      TestPipeline(
        text: TestPipeline.base
          + "  format: parquet\nfields: { a.b: date }\n"
          + "load: { into: bigquery, table: a.b, client: [bq], files: 'gs://x' }\n"),
      [
        "calls.yaml:13:11: warning: Spark and BigQuery reject the Parquet column name `a.b`; use letters, digits, `_` "
          + "and `-`",
        "calls.yaml:15:15: error: BigQuery rejects `.` in the column name `a.b`; choose another name",
      ]),
    ExpectedDiagnostic(
      "a name that PostgreSQL would truncate",
      TestPipeline(
        adding: "fields: { \(String(repeating: "x", count: 64)): date }\n"
          + "load: { into: postgres, table: b, client: [psql] }\n"),
      [
        "calls.yaml:14:15: error: the column `\(String(repeating: "x", count: 59))…` is longer than 63 bytes, the longest "
          + "name of PostgreSQL"
      ]),
  ])
  func `errors in load are reported`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
