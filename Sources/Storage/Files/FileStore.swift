package import SystemPackage

/// A file system: written data is durable only after a sync, and a name only after its directory's sync.
///
/// Errors are `StorageError`. Implementations: the real disk, and an in-memory model for tests that distinguishes
/// written from synced data.
package protocol FileStore: Sendable {
  /// Opens a new, empty file for writing; an existing one is replaced. The directory must exist.
  func create(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> any WritableFile
  /// Opens a file for reading at any place.
  func open(_ path: FilePath) throws(StorageError) -> any ReadableFile
  /// Reads the complete file; throws if it is larger than `limit` bytes.
  func read(_ path: FilePath, limit: Int) throws(StorageError) -> [UInt8]
  /// Nil if nothing has that name. A symbolic link is reported as such, not followed.
  func status(_ path: FilePath) throws(StorageError) -> FileStatus?
  /// Lists the names in a directory, sorted; empty if the directory does not exist.
  func list(_ directory: FilePath) throws(StorageError) -> [String]
  /// Makes a directory and those above it that do not exist; each new one is synced into its parent.
  func makeDirectories(_ path: FilePath, mode: FileVisibility) throws(StorageError)
  /// Gives a file another name, replacing what has it. Durable after `syncDirectory`.
  func rename(_ from: FilePath, to: FilePath) throws(StorageError)
  /// Gives a file a second name, unless something has that name; returns false if so. Durable after `syncDirectory`.
  func link(_ from: FilePath, to: FilePath) throws(StorageError) -> Bool
  /// Removes a file; a missing file is not an error. Durable after `syncDirectory`.
  func remove(_ path: FilePath) throws(StorageError)
  /// Removes a directory if it is empty; a directory with content, or a missing one, is ignored.
  func removeEmptyDirectory(_ path: FilePath) throws(StorageError)
  func syncDirectory(_ path: FilePath) throws(StorageError)
  /// Takes the lock on a file, which is created if needed, or returns nil if another process holds it. A dead process
  /// holds none.
  func lock(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> (any FileLock)?
}

extension FileStore {
  /// Makes directories whose permissions follow the umask.
  package func makeDirectories(_ path: FilePath) throws(StorageError) {
    try makeDirectories(path, mode: .shared)
  }

  /// Takes a lock whose file is private.
  package func lock(_ path: FilePath) throws(StorageError) -> (any FileLock)? {
    try lock(path, mode: .ownerOnly)
  }
}
