package import Compression

/// The layout of a Parquet partition.
package struct ParquetLayout: Hashable, Sendable {
  package enum Compression: Hashable, Sendable {
    case none
    case gzip(GzipLevel)
    case zstd
  }

  /// The compression of the pages within the file.
  package var compression: Compression
  /// Names the program that wrote the file.
  package var createdBy: String
  /// Entries of the file's footer, in this order.
  package var metadata: [Entry]

  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Digits of a `decimal` column before and after its point: 38 in total, which every reader supports, 9 of them
  /// after the point, as in BigQuery's NUMERIC.
  package static let decimalDigits = (whole: 29, fraction: 9)

  package init(compression: Compression = .zstd, createdBy: String, metadata: [Entry] = []) {
    self.compression = compression
    self.createdBy = createdBy
    self.metadata = metadata
  }
}
