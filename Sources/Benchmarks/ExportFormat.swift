import ArgumentParser

/// A format with its compression, by the ending that a file of it would have.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
  case csvGzip = "csv.gz"
  case ndjsonGzip = "ndjson.gz"
  case csv, ndjson
  case parquet = "zstd.parquet"
  case parquetGzip = "gz.parquet"
  case parquetPlain = "plain.parquet"

  /// The name in a pipeline file.
  var name: String {
    switch self {
    case .csv, .csvGzip: "csv"
    case .ndjson, .ndjsonGzip: "ndjson"
    case .parquet, .parquetGzip, .parquetPlain: "parquet"
    }
  }

  /// The name in a pipeline file.
  var compression: String {
    switch self {
    case .csvGzip, .ndjsonGzip, .parquetGzip: "gzip"
    case .parquet: "zstd"
    case .csv, .ndjson, .parquetPlain: "none"
    }
  }

  var hasLevel: Bool { compression == "gzip" }

  /// The program to alternate with by default.
  var usualBaseline: Baseline? {
    switch self {
    case .csvGzip, .ndjsonGzip: .pigz
    case .parquet, .parquetGzip, .parquetPlain: .polars
    case .csv, .ndjson: nil
    }
  }
}
