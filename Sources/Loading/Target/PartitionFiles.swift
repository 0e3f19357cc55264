package import ConfigurationFiles
package import Records

/// The location and format of all partitions of a load.
package struct PartitionFiles: Hashable, Sendable {
  /// A directory or the URL of a folder in a bucket, without a slash at its end.
  package var location: String
  package var format: SinkFormat
  package var csv: CSVDialect
  /// The path of this program, for clients that read partitions through `tidemark cat`.
  package var program: String

  package init(location: String, format: SinkFormat, csv: CSVDialect = CSVDialect(), program: String = "tidemark") {
    self.location = location
    self.format = format
    self.csv = csv
    self.program = program
  }

  /// The complete path or URL of a partition.
  package func path(of chunk: LoadChunk) -> String { "\(location)/\(chunk.path)" }
}
