package enum SinkFormat: String, CaseIterable, Sendable {
  case csv
  case ndjson
  case parquet
}
