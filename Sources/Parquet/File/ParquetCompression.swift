package import Compression

package enum ParquetCompression: Hashable, Sendable {
  case none
  /// Zstandard; see `ZstdFrame`.
  case zstd
  case gzip(GzipLevel)
}
