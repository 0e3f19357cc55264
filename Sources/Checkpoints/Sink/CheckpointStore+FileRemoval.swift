import Storage
import SystemPackage

extension CheckpointStore {
  /// Removes files of the sink, by their paths within it, for good, and the folders that have become empty: readers of
  /// Hive-style paths would treat `date=2026-10-01/` as a partition without rows.
  package func removeFiles(_ paths: [String?], except kept: [String?]) throws {
    let directory = ContainedDirectory(layout.sink, files: files)
    for path in Set(paths.compactMap { $0 }) where !kept.contains(path) {
      let file = try directory.resolve(path)
      if try files.status(file) != nil { try files.remove(file) }
      try removeEmptyFolders(from: file.removingLastComponent())
    }
  }

  /// Removes a folder and those above it that are empty, for good; never the sink, nor a folder of the state.
  ///
  /// The first folder that remains is synced also if nothing is removed: a killed run may have removed something
  /// without this sync.
  func removeEmptyFolders(from folder: FilePath) throws(StorageError) {
    var folder = folder
    while true {
      if try files.status(folder) != nil {
        try files.syncDirectory(folder)
        if folder == layout.sink || folder.starts(with: layout.state) { return }
        do throws(StorageError) {
          try files.removeEmptyDirectory(folder)
        } catch {
          // A mount point, or a folder in one that others own, remains.
          guard [.resourceBusy, .permissionDenied, .notPermitted].contains(error.errno) else { throw error }
        }
        if try files.status(folder) != nil { return }
      }
      guard folder.starts(with: layout.sink), folder != layout.sink else { return }
      folder.removeLastComponent()
    }
  }

  /// Removes all empty folders below the sink, except for names that begin with `_` or `.`.
  func removeEmptyFolders() throws {
    var folders = [layout.sink]
    while let folder = folders.popLast() {
      var isEmpty = true
      for name in try files.list(folder) {
        isEmpty = false
        guard !name.hasPrefix("_"), !name.hasPrefix("."), try files.status(folder.appending(name))?.kind == .directory
        else { continue }
        folders.append(folder.appending(name))
      }
      if isEmpty { try removeEmptyFolders(from: folder) }
    }
  }
}
