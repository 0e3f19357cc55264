/// The reason why libz or libzstd could not compress or decompress.
package struct CompressionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// For example "compress with gzip".
  package var operation: String
  /// In the library's words, for example "insufficient memory".
  package var reason: String

  package init(operation: String, reason: String) {
    self.operation = operation
    self.reason = reason
  }

  package var description: String { "cannot \(operation): \(reason)" }
}
