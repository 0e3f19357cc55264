package import Compression

/// The compression around a format's bytes.
package enum PartitionCompression: Hashable, Sendable {
  case none
  /// One gzip member.
  case gzip(GzipLevel)
}
