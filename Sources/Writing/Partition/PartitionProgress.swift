import Compression

/// The state of an incomplete file except the bytes that do not fill a block: a value, so that a copy is a savepoint.
struct PartitionProgress: Sendable {
  var encoder: any RowEncoder
  var file: StagedFile
  var rowCount = 0
  /// The checksum of the uncompressed bytes written.
  var checksum = CRC32()
  /// The number of those bytes, if they are compressed.
  var contentLength = 0
  /// The block sent last: the dictionary of the next one.
  var lastBlock: [UInt8] = []

  init(encoder: any RowEncoder, file: StagedFile) {
    self.encoder = encoder
    self.file = file
  }
}
