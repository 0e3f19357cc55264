package import Records

/// A chunk with its state at the plan's time.
package struct PlannedChunk: Hashable, Sendable {
  package var chunk: Chunk
  /// It has not ended yet.
  package var isOpen: Bool
  /// It ended so little ago that its rows may still change.
  package var isSettling: Bool
  /// The windows to request in time order: the complete chunk or, if the API does not accept one that long, its parts.
  package var windows: [Window]

  package init(chunk: Chunk, now: Instant, settle: Duration?, windows: [Window]) {
    self.chunk = chunk
    self.isOpen = chunk.span.upperBound > now
    self.isSettling = !isOpen && now - chunk.span.upperBound < (settle ?? .zero)
    self.windows = windows
  }
}
