package import Records

/// The format of a partition's rows.
package enum PartitionFormat: Hashable, Sendable {
  case csv(CSVDialect)
  case ndjson
  case parquet(ParquetLayout)

  /// A new encoder for one file.
  package func encoder(for schema: Schema) throws -> any RowEncoder {
    switch self {
    case .csv(let format): try CSVEncoder(schema, format)
    case .ndjson: NDJSONEncoder(schema)
    case .parquet(let layout): ParquetEncoder(schema, layout)
    }
  }
}
