package import SystemPackage

/// The real disk.
///
/// Files are created, never opened for writing under an existing name, and are not inherited by child processes. A
/// symbolic link as a path's last part is an error (`ELOOP`) for files; directories may be reached through one.
package struct DiskFileStore: FileStore {
  package init() {}

  package func create(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> any WritableFile {
    try reporting("create", path) { () throws(Errno) in
      let descriptor: FileDescriptor
      do throws(Errno) {
        descriptor = try openNew(path, mode: mode)
      } catch .fileExists {
        // Creates a new file instead of truncating the old one: after a crash, two names may refer to one file, and
        // truncating the one in staging must not truncate the other.
        try SystemCalls.unlink(path)
        descriptor = try openNew(path, mode: mode)
      }
      let file = DiskWritableFile(descriptor, path: path)
      // Sets the mode again, because the umask may have cleared bits.
      if !mode.followsUmask { try SystemCalls.setPermissions(mode.file, of: descriptor) }
      return file
    }
  }

  private func openNew(_ path: FilePath, mode: FileVisibility) throws(Errno) -> FileDescriptor {
    try FileDescriptor.opening(
      path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
      permissions: mode.file)
  }

  package func open(_ path: FilePath) throws(StorageError) -> any ReadableFile {
    try openRegular(path, operation: "open")
  }

  package func read(_ path: FilePath, limit: Int) throws(StorageError) -> [UInt8] {
    let file = try openRegular(path, operation: "read")
    // One byte more than allowed, because the file may have grown since its size was read.
    let bytes = try file.read(at: 0, count: min(file.size, limit) + 1)
    guard bytes.count <= limit else { throw StorageError(operation: "read", path: path, errno: .fileTooLarge) }
    if bytes.count <= file.size { return bytes }
    let rest = try file.read(at: bytes.count, count: limit - bytes.count + 1)
    guard bytes.count + rest.count <= limit else {
      throw StorageError(operation: "read", path: path, errno: .fileTooLarge)
    }
    return bytes + rest
  }

  private func openRegular(_ path: FilePath, operation: String) throws(StorageError) -> DiskReadableFile {
    try reporting(operation, path) { () throws(Errno) in
      // Without `nonBlocking`, opening a named pipe waits for its writer.
      let descriptor = try FileDescriptor.opening(
        path, .readOnly, options: [.noFollow, .closeOnExec, .nonBlocking], permissions: nil)
      do throws(Errno) {
        let status = try SystemCalls.status(of: descriptor)
        guard status.kind == .file else { throw status.kind == .directory ? Errno.isDirectory : .invalidArgument }
        return DiskReadableFile(descriptor, path: path, size: status.size)
      } catch {
        descriptor.closeQuietly()
        throw error
      }
    }
  }

  package func status(_ path: FilePath) throws(StorageError) -> FileStatus? {
    do throws(Errno) {
      return try SystemCalls.status(of: path)
    } catch .noSuchFileOrDirectory, .notDirectory {
      return nil
    } catch {
      throw StorageError(operation: "look at", path: path, errno: error)
    }
  }

  package func list(_ directory: FilePath) throws(StorageError) -> [String] {
    do throws(Errno) {
      return try SystemCalls.names(in: directory).sorted()
    } catch .noSuchFileOrDirectory {
      return []
    } catch {
      throw StorageError(operation: "list", path: directory, errno: error)
    }
  }

  package func makeDirectories(_ path: FilePath, mode: FileVisibility) throws(StorageError) {
    try makeDirectoriesStepwise(path) { (step: FilePath) throws(StorageError) in
      try reporting("make directory", step) { () throws(Errno) in
        try SystemCalls.makeDirectory(step, mode.directory)
        guard !mode.followsUmask else { return }
        let descriptor = try FileDescriptor.opening(
          step, .readOnly, options: [.directory, .noFollow, .closeOnExec], permissions: nil)
        defer { descriptor.closeQuietly() }
        // New files inherit the group of a directory that has this bit.
        let inherited = try SystemCalls.permissions(of: descriptor).intersection(.setGroupID)
        try SystemCalls.setPermissions(mode.directory.union(inherited), of: descriptor)
      }
    }
  }

  package func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    try reporting("rename \(from) to", to) { () throws(Errno) in try SystemCalls.rename(from, to: to) }
  }

  package func link(_ from: FilePath, to: FilePath) throws(StorageError) -> Bool {
    do throws(Errno) {
      try SystemCalls.link(from, to: to)
      return true
    } catch .fileExists {
      return false
    } catch {
      throw StorageError(operation: "link \(from) to", path: to, errno: error)
    }
  }

  package func remove(_ path: FilePath) throws(StorageError) {
    do throws(Errno) {
      try SystemCalls.unlink(path)
    } catch .noSuchFileOrDirectory, .notDirectory {
      return
    } catch {
      throw StorageError(operation: "remove", path: path, errno: error)
    }
  }

  package func removeEmptyDirectory(_ path: FilePath) throws(StorageError) {
    do throws(Errno) {
      try SystemCalls.removeDirectory(path)
    } catch .noSuchFileOrDirectory, .directoryNotEmpty, .fileExists {
      // POSIX allows either error for a directory that is not empty.
      return
    } catch {
      throw StorageError(operation: "remove directory", path: path, errno: error)
    }
  }

  package func syncDirectory(_ path: FilePath) throws(StorageError) {
    try reporting("sync directory", path) { () throws(Errno) in
      let descriptor = try FileDescriptor.opening(
        path, .readOnly, options: [.directory, .closeOnExec], permissions: nil)
      defer { descriptor.closeQuietly() }
      do throws(Errno) {
        try SystemCalls.sync(descriptor)
      } catch .invalidArgument, .notSupported {
        // Some network and FUSE file systems do not support syncing directories, so there is nothing more to do.
        return
      }
    }
  }

  package func lock(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> (any FileLock)? {
    try reporting("lock", path) { () throws(Errno) in
      let descriptor = try openLock(path, mode: mode)
      do throws(Errno) {
        try SystemCalls.takeLock(descriptor)
        return DiskFileLock(descriptor, path: path)
      } catch .wouldBlock {
        descriptor.closeQuietly()
        return nil
      } catch {
        descriptor.closeQuietly()
        throw error
      }
    }
  }

  /// Opens a lock file, which keeps the permissions that it was created with.
  private func openLock(_ path: FilePath, mode: FileVisibility) throws(Errno) -> FileDescriptor {
    let options: FileDescriptor.OpenOptions = [.noFollow, .closeOnExec, .nonBlocking]
    while true {
      do throws(Errno) {
        return try FileDescriptor.opening(path, .readWrite, options: options, permissions: nil)
      } catch .noSuchFileOrDirectory {
        do throws(Errno) {
          let descriptor = try FileDescriptor.opening(
            path, .readWrite, options: options.union([.create, .exclusiveCreate]), permissions: mode.file)
          if !mode.followsUmask { try SystemCalls.setPermissions(mode.file, of: descriptor) }
          return descriptor
        } catch .fileExists {
          // Another process was faster.
          continue
        }
      }
    }
  }
}

extension FileStore {
  /// Creates a directory and its missing ancestors with `make`; each new one is synced into its parent.
  ///
  /// The deepest existing directory is also synced into its parent: a process that was killed between creating a
  /// directory and syncing it leaves one that is visible and that a power failure would remove.
  /// a directory and syncing it leaves one that everybody sees and that a loss of power would take away.
  package func makeDirectoriesStepwise(
    _ path: FilePath, make: (FilePath) throws(StorageError) -> Void
  ) throws(StorageError) {
    var missing: [FilePath] = []
    var current = path
    // Upwards to the first that is there; `.` and `/` always are.
    while current != current.parentDirectory, try status(current) == nil {
      missing.append(current)
      current = current.parentDirectory
    }
    if current != current.parentDirectory {
      do throws(StorageError) {
        try syncDirectory(current.parentDirectory)
      } catch  where error.errno == .permissionDenied {
        // Who may not read the parent did not make the directory either.
      }
    }
    for directory in missing.reversed() {
      do throws(StorageError) {
        try make(directory)
      } catch  where error.errno == .fileExists {
        // Another process created it first; if it is not a directory, the next step reports that.
      }
      try syncDirectory(directory.parentDirectory)
    }
    // A symbolic link to a directory will do: the path of a sink is its owner's choice.
    _ = try list(path)
  }
}

extension FilePath {
  /// The directory that contains this name; `.` for a relative path of one part, and `/` for itself.
  package var parentDirectory: FilePath {
    let text = string.utf8
    guard let slash = text.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == text.startIndex ? "/" : FilePath(String(decoding: text[..<slash], as: UTF8.self))
  }
}

/// Runs `body` and adds the operation and the path to a system error.
func reporting<Value>(
  _ operation: String, _ path: FilePath, _ body: () throws(Errno) -> Value
) throws(StorageError) -> Value {
  do throws(Errno) {
    return try body()
  } catch {
    throw StorageError(operation: operation, path: path, errno: error)
  }
}
