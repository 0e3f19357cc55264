import Checkpoints
import Storage
import SystemPackage

extension CheckpointStore {
  /// Removes files of the sink, by their paths within it, for good.
  func removeFiles(_ paths: [String?], except kept: [String?]) throws {
    let directory = ContainedDirectory(layout.sink, files: files)
    for path in Set(paths.compactMap { $0 }) where !kept.contains(path) {
      let file = try directory.resolve(path)
      let folder = file.removingLastComponent()
      guard try files.status(folder) != nil else { continue }
      if try files.status(file) != nil { try files.remove(file) }
      // Also synced if the file is already missing: a killed run may have removed it without this sync.
      try files.syncDirectory(folder)
    }
  }
}
