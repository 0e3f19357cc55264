import Checkpoints
import Planning

/// A committed chunk that overlaps a planned chunk without being it, so that fetching the planned one would duplicate
/// its rows.
struct ChunkOverlap {
  let planned: ChunkID
  let committed: ChunkID

  /// Finds the first overlap in time; nil if there is none.
  ///
  /// - Parameters:
  ///   - chunks: chunks of one plan, sorted by start.
  ///   - entries: entries sorted by start.
  init?(of chunks: [PlannedChunk], with entries: [CheckpointEntry]) {
    var next = chunks[...]
    for entry in entries {
      // Entries may overlap one another too, so no entry after this one's start is skipped permanently.
      next = next.drop { $0.chunk.span.upperBound <= entry.span.lowerBound }
      let clash = next.prefix { $0.chunk.span.lowerBound < entry.span.upperBound }.first { $0.chunk.id != entry.chunk }
      if let clash {
        planned = clash.chunk.id
        committed = entry.chunk
        return
      }
    }
    return nil
  }

  var failure: ExportError {
    ExportError(
      kind: .configuration,
      reason:
        "committed chunk \(committed) overlaps planned chunk \(planned) and would duplicate its rows; chunks of a different "
        + "length cannot be kept: re-export them with `--refresh changed`, or use a different sink path",
      stopsRun: true)
  }
}
