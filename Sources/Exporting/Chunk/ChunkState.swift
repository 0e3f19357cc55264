/// The state of a chunk, which determines if a run fetches it.
package enum ChunkState: String, CaseIterable, Sendable {
  /// Committed, and its file is intact.
  case committed
  /// Committed, but the source may still change it: the next run fetches it again.
  case provisional
  /// Not there yet, or its file is gone or damaged.
  case pending
  /// Has not ended yet.
  case open
  /// Committed with different settings than the pipeline has now.
  case stale
}
