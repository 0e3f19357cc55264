package import Records

/// A database that `load` supports, with the facts about it that `check` needs.
package enum WarehouseEngine: String, CaseIterable, Sendable {
  case postgres
  case duckdb
  case clickhouse
  case snowflake
  case bigquery
  case redshift
  case databricks

  /// The name of the product, for messages.
  package var title: String {
    switch self {
    case .postgres: "PostgreSQL"
    case .duckdb: "DuckDB"
    case .clickhouse: "ClickHouse"
    case .snowflake: "Snowflake"
    case .bigquery: "BigQuery"
    case .redshift: "Redshift"
    case .databricks: "Databricks"
    }
  }

  /// The formats of partitions that the engine reads without loss.
  package var formats: [SinkFormat] {
    switch self {
    case .postgres: [.csv, .ndjson]
    case .duckdb: [.csv, .ndjson, .parquet]
    // Its NDJSON reader removes the quotes of JSON strings.
    case .clickhouse: [.parquet, .csv]
    case .snowflake: [.parquet, .csv]
    case .bigquery, .databricks: [.parquet]
    // Its CSV reader cannot distinguish null from empty text.
    case .redshift: [.parquet]
    }
  }

  /// True if the engine reads values of a type exactly from a format.
  package func reads(_ type: ColumnType, from format: SinkFormat) -> Bool {
    // DuckDB before 2.0 reads decimals of NDJSON as doubles, and later versions round them to nine places, without an
    // error.
    !(self == .duckdb && format == .ndjson && type == .decimal)
  }

  /// True if the engine also reads a quoted value as null if it is equal to the text for null. Empty text is not affected.
  package var readsQuotedNulls: Bool { self == .snowflake }

  /// Characters that a column's name cannot contain, even if it is quoted.
  package var invalidNameCharacters: String { self == .bigquery ? #"!"$()*,./;?@[\]^`{}~"# : "" }

  /// The location from which the engine reads the partitions.
  package var filesSource: FilesSource {
    switch self {
    case .postgres, .duckdb, .clickhouse: .sink
    case .snowflake: .bucket(example: "@tidemark_stage/exports/calls")
    case .bigquery: .bucket(example: "gs://lake/exports/calls")
    case .redshift, .databricks: .bucket(example: "s3://lake/exports/calls")
    }
  }

  package enum FilesSource: Hashable, Sendable {
    /// In the sink, on the machine of the client.
    case sink
    /// In a bucket that has the same files as the sink; `load.files` names it.
    case bucket(example: String)
  }

  /// The number of parts of a table's name: `schema.table` has two.
  package var tableNameParts: ClosedRange<Int> {
    switch self {
    case .postgres, .clickhouse, .redshift: 1...2
    case .duckdb, .snowflake, .databricks: 1...3
    case .bigquery: 2...3
    }
  }

  /// The longest name of a column or table, in bytes of UTF-8.
  package var longestName: Int {
    switch self {
    // PostgreSQL truncates a longer name without an error.
    case .postgres: 63
    case .redshift: 127
    case .clickhouse, .duckdb, .snowflake, .databricks: 255
    case .bigquery: 300
    }
  }
}
