package import ConfigurationFiles
package import Planning

/// Options of a run in addition to the pipeline file.
package struct ExportOptions: Sendable {
  /// Override the file's own range.
  package var from: RangeBound?
  package var to: RangeBound?
  /// Only these chunks; empty: all of the range.
  package var chunks: Set<ChunkID>
  package var refresh: Refresh?
  /// Keeps chunks that were committed under a different fingerprint, because they are still correct.
  package var adopt: Bool
  /// Export a chunk that has not ended yet, as provisional.
  package var includeOpen: Bool
  /// Stop at the first chunk that fails.
  package var failFast: Bool
  /// Fetch the latest chunk first.
  package var newestFirst = false
  /// The maximum number of chunks to start; nil for all that are due.
  package var maxChunks: Int?
  /// The time of day after which no chunk is started.
  package var until: StopTime?

  /// Which committed chunks are fetched again. Provisional ones always are.
  package enum Refresh: String, CaseIterable, Sendable {
    /// Every chunk of the range.
    case all
    /// Those that were committed under another fingerprint.
    case changed
    /// Those that may still change at the source.
    case provisional
  }

  package init(
    from: RangeBound? = nil, to: RangeBound? = nil, chunks: Set<ChunkID> = [], refresh: Refresh? = nil,
    adopt: Bool = false, includeOpen: Bool = false, failFast: Bool = false
  ) {
    self.from = from
    self.to = to
    self.chunks = chunks
    self.refresh = refresh
    self.adopt = adopt
    self.includeOpen = includeOpen
    self.failFast = failFast
  }
}
