import Synchronization
import SystemPackage

/// An advisory lock on an open file; the system releases it when the process ends.
final class DiskFileLock: FileLock {
  private let path: FilePath
  private let descriptor: Mutex<FileDescriptor?>

  init(_ descriptor: FileDescriptor, path: FilePath) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  deinit {
    unlock()
  }

  func describe(_ text: String) throws(StorageError) {
    try reporting("write", path) { () throws(Errno) in
      try descriptor.withLock { descriptor throws(Errno) in
        guard let descriptor else { throw .badFileDescriptor }
        try asErrno {
          try descriptor.resize(to: 0)
          _ = try descriptor.writeAll(toAbsoluteOffset: 0, text.utf8)
        }
      }
    }
  }

  /// The file remains: removing it would allow two processes to hold locks on two files with the same name.
  func unlock() {
    descriptor.withLock { descriptor in
      descriptor?.closeQuietly()
      descriptor = nil
    }
  }
}
