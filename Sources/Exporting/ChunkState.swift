/// How far a chunk has come, and so whether a run fetches it.
package enum ChunkState: String, CaseIterable, Sendable {
  /// Finished, and its file is whole.
  case committed
  /// Committed, but the source may still change it: the next run fetches it again.
  case provisional
  /// Not there yet, or its file is gone or damaged.
  case pending
  /// Has not ended yet.
  case open
  /// Committed in another shape than the pipeline has now.
  case stale
}
