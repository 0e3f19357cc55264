package import Planning
package import Storage
package import SystemPackage

/// The paths under a sink. Loaders ignore names that begin with `_`.
package struct SinkLayout: Hashable, Sendable {
  package let sink: FilePath

  package init(sink: FilePath) {
    self.sink = sink
  }

  /// The folder of everything that is not a partition, relative to the sink.
  package static let stateFolder = "_tidemark"

  package var state: FilePath { sink.appending(SinkLayout.stateFolder) }
  /// Temporary files.
  package var staging: FilePath { state.appending("staging") }
  /// One file a committed chunk.
  package var checkpoints: FilePath { state.appending("checkpoints") }
  /// Quarantined records.
  package var rejects: FilePath { state.appending("rejects") }
  /// One file a run.
  package var runs: FilePath { state.appending("runs") }
  /// The settings of each fingerprint.
  package var shapes: FilePath { state.appending("shapes") }
  package var manifest: FilePath { state.appending("manifest.json") }
  package var lock: FilePath { state.appending("lock") }

  package func checkpoint(_ chunk: ChunkID) -> FilePath { checkpoints.appending("\(chunk).json") }
  package func record(ofRun run: String) -> FilePath { runs.appending("\(run).json") }

  /// Returns a path as written in checkpoints and findings: relative to the sink.
  package func relative(_ path: FilePath) -> String {
    let text = path.string
    let prefix = sink.string.hasSuffix("/") ? sink.string : sink.string + "/"
    return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
  }

  /// Creates the folders of the state, durably.
  ///
  /// - Throws: `StorageError`, or `ContainedPathError` if one of them is a symbolic link.
  package func prepare(_ files: any FileStore) throws {
    try files.makeDirectories(sink)
    let directory = ContainedDirectory(sink, files: files)
    for folder in [staging, checkpoints, rejects, runs, shapes] {
      try files.makeDirectories(directory.resolve(relative(folder)))
    }
    // A name that a killed process renamed without syncing is visible, but a power failure would remove it: it is
    // synced before anything depends on it.
    for folder in [state, checkpoints, shapes] { try files.syncDirectory(folder) }
  }
}
