package import Deflate

/// How a file is laid out.
package struct ParquetOptions: Hashable, Sendable {
  package var compression: ParquetCompression
  /// Names the program, as `tidemark version 1.0.0`.
  package var createdBy: String
  /// In the order in which they are written.
  package var metadata: [KeyValue]
  /// A data page is closed when its values take so many bytes, before compression.
  package var pageBytes: Int
  /// A data page is closed when it has so many rows, a multiple of `ParquetFileWriter.strideRows`.
  package var pageRows: Int
  /// A row group is closed when its pages take so many bytes, before compression.
  package var rowGroupBytes: Int
  package var rowGroupRows: Int
  /// A dictionary that grows beyond is no longer added to: later pages hold their values themselves.
  package var dictionaryBytes: Int
  /// Whether whole numbers may be stored as differences (`DELTA_BINARY_PACKED`) where that is smaller. Spark reads them
  /// since 3.3.
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

package enum ParquetCompression: Hashable, Sendable {
  case none
  /// Zstandard, about as small as the reference's level 3.
  case zstd
  case gzip(DeflateEffort)
}
