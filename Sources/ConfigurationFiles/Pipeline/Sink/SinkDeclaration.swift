package import Records

/// The location and format of partitions.
package struct SinkDeclaration: Hashable, Sendable {
  /// A directory, relative to the working directory or absolute.
  package var path: String
  /// The path of a partition within the sink, without its extension.
  package var partition: Template
  package var format: SinkFormat
  package var compression: SinkCompression
  /// The compression level; nil for the format's default.
  package var compressionLevel: Int?
  package var csv: CSVDialect
  /// The permission bits of the export's files; nil: 0666 minus the umask.
  package var mode: UInt16?
  /// The table format that makes the sink one table; nil: only files.
  package var table: SinkTable?
  /// The time that files remain after the table does not list them any more.
  package var keep = Duration.seconds(7 * 86_400)

  package init(
    path: String, partition: Template, format: SinkFormat, compression: SinkCompression, compressionLevel: Int? = nil,
    csv: CSVDialect = CSVDialect(), mode: UInt16? = nil
  ) {
    self.mode = mode
    self.path = path
    self.partition = partition
    self.format = format
    self.compression = compression
    self.compressionLevel = compressionLevel
    self.csv = csv
  }

  /// `csv.gz`, `ndjson`, `parquet`: what a partition's name ends with, without the dot before it.
  package var fileExtension: String {
    switch (format, compression) {
    case (.parquet, _): "parquet"
    case (_, .gzip): "\(format.rawValue).gz"
    case (_, .none), (_, .zstd): format.rawValue
    }
  }
}
