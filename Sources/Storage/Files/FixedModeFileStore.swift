package import SystemPackage

/// A file store whose shared files and directories get fixed permissions instead of those of the umask.
package struct FixedModeFileStore: FileStore {
  private let base: any FileStore
  private let shared: FileVisibility

  package init(_ base: any FileStore, permissions: FilePermissions) {
    self.base = base
    shared = .exactly(permissions)
  }

  private func mode(_ mode: FileVisibility) -> FileVisibility { mode == .shared ? shared : mode }

  package func create(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> any WritableFile {
    try base.create(path, mode: self.mode(mode))
  }

  package func makeDirectories(_ path: FilePath, mode: FileVisibility) throws(StorageError) {
    try base.makeDirectories(path, mode: self.mode(mode))
  }

  package func lock(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> (any FileLock)? {
    try base.lock(path, mode: self.mode(mode))
  }

  package func open(_ path: FilePath) throws(StorageError) -> any ReadableFile { try base.open(path) }

  package func read(_ path: FilePath, limit: Int) throws(StorageError) -> [UInt8] {
    try base.read(path, limit: limit)
  }

  package func status(_ path: FilePath) throws(StorageError) -> FileStatus? { try base.status(path) }

  package func list(_ directory: FilePath) throws(StorageError) -> [String] { try base.list(directory) }

  package func rename(_ from: FilePath, to: FilePath) throws(StorageError) { try base.rename(from, to: to) }

  package func link(_ from: FilePath, to: FilePath) throws(StorageError) -> Bool { try base.link(from, to: to) }

  package func remove(_ path: FilePath) throws(StorageError) { try base.remove(path) }

  package func removeEmptyDirectory(_ path: FilePath) throws(StorageError) { try base.removeEmptyDirectory(path) }

  package func syncDirectory(_ path: FilePath) throws(StorageError) { try base.syncDirectory(path) }
}

extension FileStore {
  /// The same files, whose new shared files and directories get `permissions`; nil leaves them to the umask.
  package func withMode(_ permissions: FilePermissions?) -> any FileStore {
    permissions.map { FixedModeFileStore(self, permissions: $0) } ?? self
  }
}
