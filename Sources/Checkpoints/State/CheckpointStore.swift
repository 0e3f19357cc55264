package import Planning
package import Storage
package import SystemPackage

/// The durable record of committed chunks under a sink.
///
/// A chunk is committed once its partition is in place and synced. Each file is replaced atomically, so that a crash
/// leaves the old state or the new one.
package struct CheckpointStore: Sendable {
  package let layout: SinkLayout
  package let files: any FileStore

  package init(sink: FilePath, files: any FileStore) {
    self.layout = SinkLayout(sink: sink)
    self.files = files
  }

  /// Creates the folders of the state. A run does this first, before it takes the lock.
  package func prepare() throws {
    try layout.prepare(files)
  }

  /// Syncs the names that an earlier run may have renamed or removed without syncing before it was killed, because
  /// this run relies on them.
  package func syncDirectories() throws {
    for folder in [layout.checkpoints, layout.rejects] { try files.syncDirectory(folder) }
  }

  // MARK: Checkpoints

  /// Loads all checkpoints. Those with invalid content count as not committed and are reported as faults.
  ///
  /// - Throws: `StorageError`, also for a checkpoint that exists and cannot be read: nothing is known about its chunk,
  ///   so it must not pass for one that was never exported.
  package func load() throws(StorageError) -> LoadedCheckpoints {
    let loaded = try loadReadable()
    for case .unreadable(let error) in loaded.errors.map(\.problem) { throw error }
    return loaded
  }

  /// Everything that is committed, with unreadable checkpoints among the faults: for an audit, which reports them all.
  package func loadReadable() throws(StorageError) -> LoadedCheckpoints {
    var loaded = LoadedCheckpoints()
    let state = StateFile()
    var previous: CheckpointEntry?
    for name in try files.list(layout.checkpoints) where name.hasSuffix(".json") && !name.hasPrefix(".") {
      do throws(CheckpointError) {
        var entry = try read(name, state)
        if let previous { entry.shareStorage(with: previous) }
        previous = entry
        loaded.entries[entry.chunk] = entry
      } catch {
        // A run may remove a checkpoint between the listing and the reading.
        if case .unreadable(let reason) = error.problem, reason.errno == .noSuchFileOrDirectory { continue }
        loaded.errors.append(error)
      }
    }
    return loaded
  }

  private func read(_ name: String, _ state: StateFile) throws(CheckpointError) -> CheckpointEntry {
    let path = layout.checkpoints.appending(name)
    let bytes: [UInt8]
    do throws(StorageError) {
      bytes = try files.read(path, limit: StateFile.maxBytes)
    } catch {
      throw CheckpointError(path: path, problem: .unreadable(error))
    }
    do throws(StateFileError) {
      let entry = try state.decode(CheckpointEntry.self, from: bytes)
      guard name == "\(entry.chunk).json" else {
        throw .misnamed(entry.chunk.text)
      }
      return entry
    } catch {
      throw CheckpointError(path: path, problem: .untrusted(error))
    }
  }

  /// Commits a chunk durably. Its partition must be in place and synced, or be removed and its directory synced.
  ///
  /// - Throws: `StorageError`; the chunk may then be committed or not, which a later commit or load determines.
  package func commit(_ entry: CheckpointEntry) throws {
    // A crash before this is done leaves a partition without a checkpoint; the next run writes it again under the same
    // name, or finds that the bytes are the same.
    try files.replaceFile(layout.checkpoint(entry.chunk), with: StateFile().encode(entry), mode: .shared)
  }

  /// Makes a chunk pending again, for good.
  package func remove(_ chunk: ChunkID) throws {
    let path = try ContainedDirectory(layout.checkpoints, files: files).resolve("\(chunk).json")
    try files.remove(path)
    try files.syncDirectory(layout.checkpoints)
  }

  // MARK: Leftovers

  /// Returns temporary files left by a crash, sorted: files in staging, and temporary siblings of state files.
  ///
  /// Requires the sink's lock, because otherwise they may be in use.
  package func leftovers() throws(StorageError) -> [FilePath] {
    var found = try filesBelow(layout.staging)
    for folder in [layout.state, layout.checkpoints, layout.runs, layout.shapes] {
      for name in try files.list(folder) where name.hasPrefix(".") && name.hasSuffix(".new") {
        found.append(folder.appending(name))
      }
    }
    return found.sorted { $0.string < $1.string }
  }

  private func filesBelow(_ folder: FilePath) throws(StorageError) -> [FilePath] {
    var found: [FilePath] = []
    var folders = [folder]
    while let folder = folders.popLast() {
      for name in try files.list(folder) {
        let path = folder.appending(name)
        if try files.status(path)?.kind == .directory { folders.append(path) } else { found.append(path) }
      }
    }
    return found
  }

  /// Removes temporary files left by a crash, and returns them.
  @discardableResult
  package func removeLeftovers() throws(StorageError) -> [FilePath] {
    let found = try leftovers()
    // Not synced: a file that reappears after a crash is a leftover again.
    for path in found { try files.remove(path) }
    return found
  }
}
