import Checkpoints
import Planning
import Synchronization

/// Keeps the manifest in step with the commits of a run.
///
/// The manifest is written without a file before that file is replaced or removed, so that it never lists the hash of a
/// file that is gone.
final class ManifestUpdater: Sendable {
  private struct State {
    var committed: LoadedCheckpoints
    /// Committed chunks whose files are being replaced, or will be soon.
    var unlisted: Set<ChunkID> = []
    var commitsSinceWrite = 0
  }

  private let store: CheckpointStore
  private let pipeline: String
  private let state: Mutex<State>

  init(_ store: CheckpointStore, pipeline: String, committed: LoadedCheckpoints) {
    self.store = store
    self.pipeline = pipeline
    state = Mutex(State(committed: committed))
  }

  /// The committed chunks at this time.
  var committed: LoadedCheckpoints { state.withLock { $0.committed } }

  /// Takes a chunk off the manifest, durably, before its file is touched. The next commit of the chunk lists it again.
  ///
  /// - Parameter next: the chunks that the run fetches after it. A few of them are taken off too if the manifest is
  ///   long: writing it for each file of a long refresh would take time that grows with the square of the number of
  ///   files.
  func unlist(_ chunk: ChunkID, next: some Sequence<ChunkID>) throws {
    try state.withLock { state in
      guard state.committed.entries[chunk] != nil, !state.unlisted.contains(chunk) else { return }
      let more = next.prefix(state.committed.entries.count / ManifestUpdater.writesPerRefresh)
      state.unlisted.insert(chunk)
      state.unlisted.formUnion(more.filter { state.committed.entries[$0] != nil })
      try write(&state)
    }
  }

  /// Notes a commit; the next write lists it.
  func note(_ entry: CheckpointEntry) {
    state.withLock { state in
      state.committed.entries[entry.chunk] = entry
      state.unlisted.remove(entry.chunk)
      state.commitsSinceWrite += 1
    }
  }

  /// Often enough for loaders that watch a long backfill, seldom enough that all its manifests together cost no more
  /// than the checkpoints.
  func writeIfDue() throws {
    try state.withLock { state in
      if state.commitsSinceWrite > state.committed.entries.count / 20 { try write(&state) }
    }
  }

  /// Writes the manifest of what is committed now.
  func write() throws {
    try state.withLock { try write(&$0) }
  }

  private func write(_ state: inout State) throws {
    var listed = state.committed
    for chunk in state.unlisted { listed.entries[chunk] = nil }
    try store.writeManifest(pipeline: pipeline, listed)
    state.commitsSinceWrite = 0
  }

  private static let writesPerRefresh = 1_000
}
