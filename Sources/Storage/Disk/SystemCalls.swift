import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The calls of the system that `FileDescriptor` lacks, each throwing its `Errno`.
enum SystemCalls {
  /// Returns when the file behind the descriptor is durable.
  ///
  /// Interrupted calls are repeated; other failures are not, because the kernel reports a lost page once and then
  /// forgets it.
  static func sync(_ descriptor: FileDescriptor) throws(Errno) {
    try repeating { fsync(descriptor.rawValue) }
  }

  static func status(of descriptor: FileDescriptor) throws(Errno) -> FileStatus {
    var entry = stat()
    try repeating { fstat(descriptor.rawValue, &entry) }
    return FileStatus(entry)
  }

  /// The status of a name; a symbolic link is not followed.
  static func status(of path: FilePath) throws(Errno) -> FileStatus {
    var entry = stat()
    try repeating { path.withPlatformString { lstat($0, &entry) } }
    return FileStatus(entry)
  }

  static func setPermissions(_ permissions: FilePermissions, of descriptor: FileDescriptor) throws(Errno) {
    try repeating { fchmod(descriptor.rawValue, mode_t(permissions.rawValue)) }
  }

  /// The target of a symbolic link.
  static func target(of link: FilePath) throws(Errno) -> FilePath {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = link.withPlatformString { readlink($0, &buffer, Int(PATH_MAX)) }
    guard length >= 0 else { throw Errno(rawValue: errno) }
    return FilePath(String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  static func rename(_ from: FilePath, to: FilePath) throws(Errno) {
    try repeating {
      from.withPlatformString { old in
        to.withPlatformString { new in renameat(AT_FDCWD, old, AT_FDCWD, new) }
      }
    }
  }

  /// Gives a file a second name; throws `fileExists` if something has that name.
  static func link(_ from: FilePath, to: FilePath) throws(Errno) {
    try repeating {
      from.withPlatformString { old in
        to.withPlatformString { new in linkat(AT_FDCWD, old, AT_FDCWD, new, 0) }
      }
    }
  }

  static func unlink(_ path: FilePath) throws(Errno) {
    try repeating { path.withPlatformString { unlinkat(AT_FDCWD, $0, 0) } }
  }

  static func removeDirectory(_ path: FilePath) throws(Errno) {
    try repeating { path.withPlatformString { rmdir($0) } }
  }

  /// Makes one directory with `permissions` minus the umask.
  static func makeDirectory(_ path: FilePath, _ permissions: FilePermissions) throws(Errno) {
    try repeating { path.withPlatformString { mkdir($0, mode_t(permissions.rawValue)) } }
  }

  static func permissions(of descriptor: FileDescriptor) throws(Errno) -> FilePermissions {
    var entry = stat()
    try repeating { fstat(descriptor.rawValue, &entry) }
    return FilePermissions(rawValue: CModeT(entry.st_mode & 0o7777))
  }

  /// Takes the lock of an open file if no process holds it.
  static func takeLock(_ descriptor: FileDescriptor) throws(Errno) {
    try repeating { flock(descriptor.rawValue, LOCK_EX | LOCK_NB) }
  }

  /// Returns the names in a directory except `.` and `..`, unsorted.
  static func names(in path: FilePath) throws(Errno) -> [String] {
    guard let stream = path.withPlatformString({ opendir($0) }) else { throw Errno(rawValue: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      // Only `errno` distinguishes the end of a directory from a failure.
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw Errno(rawValue: errno) }
        return names
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
          String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  /// Runs a call until it is not interrupted by a signal; -1 is thrown as the `Errno` it left.
  private static func repeating(_ call: () -> Int32) throws(Errno) {
    while call() == -1 {
      let reason = Errno(rawValue: errno)
      guard reason == .interrupted else { throw reason }
    }
  }
}

extension FileStatus {
  fileprivate init(_ entry: stat) {
    let kind: Kind =
      switch entry.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .symbolicLink
      default: .other
      }
    self.init(kind: kind, size: Int(entry.st_size))
  }
}
