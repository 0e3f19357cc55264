/// A chunk that is committed.
package struct ChunkResult: Sendable {
  package enum Outcome: String, Sendable {
    /// A partition was published.
    case committed
    /// The existing partition has the same bytes.
    case unchanged
    /// The source has nothing in the window.
    case empty
  }

  package var position: ChunkPosition
  package var outcome: Outcome
  /// The reason why the chunk counts as empty, in the source's words.
  package var reason: String?
  /// The path within the sink; nil without a file.
  package var path: String?
  package var rows: Int
  package var rejected: Int
  package var calls: Int
  package var bytesReceived: Int
  /// Bytes of the partition; 0 if it is unchanged.
  package var bytesWritten: Int
  package var duration: Duration
}
