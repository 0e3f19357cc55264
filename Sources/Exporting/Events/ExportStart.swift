package struct ExportStart: Sendable {
  package var pipeline: String
  package var runID: String
  /// Chunks that this run will fetch.
  package var chunks: Int
  /// Chunks of the range that are committed already.
  package var skipped: Int
  package var sinkPath: String
}
