package import Planning

/// The state as it was read.
package struct LoadedCheckpoints: Sendable {
  package var entries: [ChunkID: CheckpointEntry] = [:]
  /// Faults in the order of the files' names.
  package var errors: [CheckpointError] = []

  package init() {}

  /// The entries in the order of their start, then end.
  package var inOrder: [CheckpointEntry] {
    entries.values.sorted {
      ($0.span.lowerBound, $0.span.upperBound) < ($1.span.lowerBound, $1.span.upperBound)
    }
  }
}
