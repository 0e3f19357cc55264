import Checkpoints
import Planning
import Records

/// Chunks of an old shape that no plan of the new one knows, as it cuts time elsewhere: they would stand beside the new ones with the same rows.
struct OldShapes {
  let store: CheckpointStore
  let fingerprint: Fingerprint

  /// The chunks of other shapes whose time the chunks of this one cover.
  func outdated(in committed: LoadedCheckpoints) -> [CheckpointEntry] {
    let spans = standing(in: committed)
    return committed.inOrder.filter { $0.fingerprint != fingerprint.text && OldShapes.covers($0.span, by: spans) }
  }

  /// The time that chunks of this shape hold, by its start.
  func standing(in committed: LoadedCheckpoints) -> [Range<Instant>] {
    committed.inOrder.filter { $0.fingerprint == fingerprint.text && !$0.isBeingReplaced }.map(\.span)
  }

  /// - Parameter spans: by their start.
  static func covers(_ span: Range<Instant>, by spans: [Range<Instant>]) -> Bool {
    var position = span.lowerBound
    for other in spans where other.lowerBound <= position { position = max(position, other.upperBound) }
    return position >= span.upperBound
  }

  /// Removes their files, then their checkpoints: a crash in between leaves them outdated, for the next such run to remove.
  func remove(_ outdated: [CheckpointEntry], leaving committed: LoadedCheckpoints) throws {
    let kept = Set(committed.entries.values.flatMap { [$0.partition?.path, $0.rejects?.path].compactMap(\.self) })
    for entry in outdated {
      let paths = [entry.partition?.path, entry.rejects?.path].compactMap(\.self).filter { !kept.contains($0) }
      try store.removeFiles(paths, except: [])
      try store.remove(entry.chunk)
    }
  }
}
