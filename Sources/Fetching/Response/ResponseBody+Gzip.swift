import Compression

extension ResponseBody {
  /// Decompresses gzip data in steps of at most `GzipDecompressor.stepSize` bytes, each when it is read: a small body
  /// that expands to a large one takes no more memory than any other.
  ///
  /// - Parameters:
  ///   - damage: the error for damaged and truncated data.
  ///   - compressed: the blocks to decompress.
  static func decompressing(damage: TransportError, _ compressed: @escaping Step) -> Step {
    var decompressor: GzipDecompressor?
    return {
      while true {
        try Task.checkCancellation()
        let content: GzipDecompressor
        do throws(CompressionError) {
          if let decompressor { content = decompressor } else { content = try GzipDecompressor() }
          decompressor = content
          if let block = try content.next() { return block }
        } catch {
          throw damage
        }
        guard let block = try await compressed() else {
          guard content.isComplete else { throw damage }
          return nil
        }
        content.append(block)
      }
    }
  }
}
