package import SystemPackage

/// The failure of a file operation: the operation, the path and the system's reason.
package struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation, for example "write", "rename", "make directory".
  package var operation: String
  package var path: FilePath
  package var errno: Errno

  package init(operation: String, path: FilePath, errno: Errno) {
    self.operation = operation
    self.path = path
    self.errno = errno
  }

  package var description: String { "cannot \(operation) \(path): \(errno)" }
}
