/// A block of content after compression.
package struct CompressedBlock: Sendable {
  package var bytes: [UInt8]
  /// The checksum of the content.
  package var checksum: CRC32
  /// The size of the content in bytes.
  package var length: Int
}
