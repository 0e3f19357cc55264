package enum SinkCompression: String, CaseIterable, Sendable {
  case gzip
  /// Within Parquet alone: few loaders take it around text.
  case zstd
  case none
}
