import Compression
import ConfigurationFiles
import Reading

/// The results of a recount.
package struct RecountResult: Sendable {
  /// Committed chunks that were chosen.
  package var chunks: Int
  package var counted: [CountedChunk] = []
  package var failures: [ExportError] = []
  /// Requests that were sent.
  package var calls = 0

  package var differences: [CountedChunk] { counted.filter(\.differs) }
  /// Chunks that were chosen and not counted.
  package var left: Int { chunks - counted.count }
}
