import Compression
import Storage

/// The content of a gzip file of one member, one piece after another, so that memory does not grow with the file.
struct GzipFileContent {
  private var blocks: FileChunks
  private let decompressor: GzipDecompressor

  init(_ file: any ReadableFile) throws(CompressionError) {
    blocks = file.blocks(of: 256 * 1024)
    decompressor = try GzipDecompressor()
  }

  /// Returns the next piece; nil at the end of the member.
  ///
  /// - Throws: `CompressionError` for damaged or truncated data, and `StorageError`.
  mutating func next() throws -> [UInt8]? {
    while true {
      if let piece = try decompressor.next() { return piece }
      guard let block = try blocks.next() else {
        guard decompressor.isComplete else {
          throw CompressionError(operation: "decompress gzip data", reason: "truncated data")
        }
        return nil
      }
      decompressor.append(block)
    }
  }
}
