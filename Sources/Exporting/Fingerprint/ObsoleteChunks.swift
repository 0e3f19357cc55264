import Checkpoints
import Planning
import Records

/// Chunks with an old fingerprint that are not in the new plan, because it splits time differently: they would
/// duplicate rows of the new chunks.
struct ObsoleteChunks {
  let store: CheckpointStore
  let fingerprint: Fingerprint

  /// The chunks of other shapes whose time the chunks of this one cover.
  func outdated(in committed: LoadedCheckpoints) -> [CheckpointEntry] {
    let coverage = TimeCoverage(spans(in: committed))
    return committed.inOrder.filter { $0.fingerprint != fingerprint.text && coverage.contains($0.span) }
  }

  /// The time that chunks of this shape hold.
  func spans(in committed: LoadedCheckpoints) -> [Range<Instant>] {
    committed.entries.values.filter { $0.fingerprint == fingerprint.text && !$0.isBeingReplaced }.map(\.span)
  }

  /// Removes their files, then their checkpoints; after a crash in between, the next run removes the rest.
  ///
  /// - Parameter tableFiles: files that stay.
  func remove(
    _ outdated: [CheckpointEntry], leaving committed: LoadedCheckpoints, except tableFiles: Set<String>
  ) throws {
    let kept = tableFiles.union(
      committed.entries.values.flatMap { [$0.partition?.path, $0.rejects?.path].compactMap(\.self) })
    for entry in outdated {
      let paths = [entry.partition?.path, entry.rejects?.path].compactMap(\.self).filter { !kept.contains($0) }
      try store.removeFiles(paths, except: [])
      try store.remove(entry.chunk)
    }
  }
}
