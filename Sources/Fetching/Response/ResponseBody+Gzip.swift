import Compression

extension ResponseBody {
  /// A response may be as small as it likes up to this size.
  private static let allowedExpansion = 64 << 20
  /// Reports compress to a tenth or a thirtieth; gzip reaches a thousandth if nothing but one byte is repeated.
  private static let maxExpansion = 300

  /// Decompresses gzip data in steps of at most `GzipDecompressor.stepSize` bytes, each when it is read: a small body
  /// that expands to a large one takes no more memory than any other.
  ///
  /// - Parameters:
  ///   - damage: the error for damaged and truncated data.
  ///   - expansion: the error for data that expands as no report does; nil: it may.
  ///   - compressed: the blocks to decompress.
  static func decompressing(
    damage: TransportError, expansion: TransportError? = nil, _ compressed: @escaping Step
  ) -> Step {
    var decompressor: GzipDecompressor?
    var received = 0
    var expanded = 0
    return {
      while true {
        try Task.checkCancellation()
        let content: GzipDecompressor
        do {
          if let decompressor { content = decompressor } else { content = try GzipDecompressor() }
          decompressor = content
          if let block = try content.next() {
            expanded += block.count
            if let expansion, expanded > allowedExpansion, expanded / maxExpansion > received { throw expansion }
            return block
          }
        } catch is CompressionError {
          throw damage
        }
        guard let block = try await compressed() else {
          guard content.isComplete else { throw damage }
          return nil
        }
        received += block.count
        content.append(block)
      }
    }
  }
}
