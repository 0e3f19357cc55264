package import ConfigurationFiles

extension WarehouseEngine {
  /// Nil if the program does not generate scripts for the engine.
  package var dialect: (any SQLDialect)? {
    switch self {
    case .postgres: PostgreSQL()
    case .duckdb: DuckDB()
    case .clickhouse: ClickHouse()
    case .snowflake: Snowflake()
    case .bigquery: BigQuery()
    case .redshift: Redshift()
    case .databricks: Databricks()
    }
  }
}
