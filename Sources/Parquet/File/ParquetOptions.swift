/// The layout of a file.
package struct ParquetOptions: Hashable, Sendable {
  package var compression: ParquetCompression
  /// Names the program, as `tidemark version 1.0.0`.
  package var createdBy: String
  /// Entries in the order in which they are written.
  package var metadata: [KeyValue]
  /// The number of bytes before compression after which a data page is closed.
  package var pageBytes: Int
  /// The number of rows after which a data page is closed, a multiple of `ParquetFileWriter.strideRows`.
  package var pageRows: Int
  /// The number of bytes of pages before compression after which a row group is closed.
  package var rowGroupBytes: Int
  package var rowGroupRows: Int
  /// The maximum size of a dictionary. Once it is reached, later pages contain their values.
  package var dictionaryBytes: Int
  /// Allows storing integers as differences (`DELTA_BINARY_PACKED`) if that is smaller. Spark reads them since 3.3.
  package var usesDeltas: Bool

  package struct KeyValue: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  package init(
    compression: ParquetCompression = .zstd, createdBy: String, metadata: [KeyValue] = [],
    pageBytes: Int = 1 << 20, pageRows: Int = 20_480, rowGroupBytes: Int = 32 << 20, rowGroupRows: Int = 1 << 20,
    dictionaryBytes: Int = 1 << 20, usesDeltas: Bool = true
  ) {
    self.compression = compression
    self.createdBy = createdBy
    self.metadata = metadata
    self.pageBytes = pageBytes
    self.pageRows = pageRows
    self.rowGroupBytes = rowGroupBytes
    self.rowGroupRows = rowGroupRows
    self.dictionaryBytes = dictionaryBytes
    self.usesDeltas = usesDeltas
  }
}
