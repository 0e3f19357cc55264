import Deflate

/// A page before compression, the costly part of writing, which any task may do.
package struct ParquetPageJob: Sendable {
  let place: Place
  let bytes: [UInt8]
  let compression: ParquetCompression

  struct Place: Hashable, Sendable {
    var rowGroup: Int
    var column: Int
    /// Nil for the column's dictionary.
    var page: Int?
  }

  /// The size of the page before compression.
  package var byteCount: Int { bytes.count }

  /// Compresses the page.
  package func run() -> ParquetPageResult {
    let compressed =
      switch compression {
      case .none: bytes
      case .zstd: ZstdCompressor.compress(bytes)
      case .gzip(let effort): GzipMember.compress(bytes, effort)
      }
    return ParquetPageResult(place: place, bytes: compressed, crc: CRC32(of: compressed).value)
  }
}

/// A page as it is written to the file.
package struct ParquetPageResult: Sendable {
  let place: ParquetPageJob.Place
  let bytes: [UInt8]
  let crc: UInt32
}
