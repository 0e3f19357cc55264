import Compression

/// Guesses how many bytes a page will take, by compressing its beginning fast.
struct SizeEstimate {
  private let compression: ParquetCompression

  init(_ compression: ParquetCompression) {
    self.compression = compression
  }

  func size(of bytes: [UInt8]) throws(CompressionError) -> Int {
    let sample = Array(bytes.prefix(32_768))
    guard !sample.isEmpty else { return 0 }
    let compressed =
      switch compression {
      case .none: sample
      case .zstd: try ZstdFrame.compress(sample)
      case .gzip: try GzipMember.compress(sample, .level(1))
      }
    return compressed.count * bytes.count / sample.count
  }
}
