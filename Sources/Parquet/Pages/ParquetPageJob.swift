package import Compression

/// A page before compression, the costly part of writing, which any task may do.
package struct ParquetPageJob: Sendable {
  let place: Position
  /// The page before compression.
  package let bytes: [UInt8]
  let compression: ParquetCompression

  struct Position: Hashable, Sendable {
    var rowGroup: Int
    var column: Int
    /// Nil for the column's dictionary.
    var page: Int?
  }

  /// The size of the page before compression.
  package var byteCount: Int { bytes.count }

  /// Compresses the page.
  package func run() throws(CompressionError) -> ParquetPageResult {
    let compressed =
      switch compression {
      case .none: bytes
      case .zstd: try ZstdFrame.compress(bytes)
      case .gzip(let level): try GzipMember.compress(bytes, level)
      }
    return ParquetPageResult(place: place, bytes: compressed, crc: CRC32(of: compressed).value)
  }
}
