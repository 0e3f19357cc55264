import Synchronization
import SystemPackage

/// A file on disk that is being written.
final class DiskWritableFile: WritableFile {
  private struct State {
    /// Nil once closed.
    var descriptor: FileDescriptor?
    /// Why a sync failed. It is never tried again: the kernel drops the pages it could not write and calls the next
    /// sync a success.
    var syncFailure: Errno?
  }

  private let path: FilePath
  private let state: Mutex<State>

  init(_ descriptor: FileDescriptor, path: FilePath) {
    self.path = path
    self.state = Mutex(State(descriptor: descriptor))
  }

  deinit {
    state.withLock { $0.descriptor?.closeQuietly() }
  }

  func write(_ bytes: [UInt8]) throws(StorageError) {
    try perform("write") { (descriptor, _) throws(Errno) in
      try asErrno { _ = try descriptor.writeAll(bytes) }
    }
  }

  func truncate(to length: Int) throws(StorageError) {
    try perform("truncate") { (descriptor, _) throws(Errno) in
      try asErrno {
        try descriptor.resize(to: Int64(length))
        try descriptor.seek(offset: Int64(length), from: .start)
      }
    }
  }

  func sync() throws(StorageError) {
    try perform("sync") { (descriptor, syncFailure: inout Errno?) throws(Errno) in
      if let failure = syncFailure { throw failure }
      do throws(Errno) {
        try SystemCalls.sync(descriptor)
      } catch {
        syncFailure = error
        throw error
      }
    }
  }

  func close() throws(StorageError) {
    try reporting("close", path) { () throws(Errno) in
      let descriptor = state.withLock { state in
        defer { state.descriptor = nil }
        return state.descriptor
      }
      try descriptor?.closeOnce()
    }
  }

  private func perform(
    _ operation: String, _ body: (FileDescriptor, inout Errno?) throws(Errno) -> Void
  ) throws(StorageError) {
    try reporting(operation, path) { () throws(Errno) in
      try state.withLock { state throws(Errno) in
        guard let descriptor = state.descriptor else { throw .badFileDescriptor }
        try body(descriptor, &state.syncFailure)
      }
    }
  }
}

/// An open file of the disk, read at any place.
final class DiskReadableFile: ReadableFile {
  let size: Int
  private let path: FilePath
  private let descriptor: FileDescriptor

  init(_ descriptor: FileDescriptor, path: FilePath, size: Int) {
    self.descriptor = descriptor
    self.path = path
    self.size = size
  }

  deinit {
    descriptor.closeQuietly()
  }

  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    try reporting("read", path) { () throws(Errno) in
      try asErrno {
        // The system may return fewer bytes than requested, even in the middle of a file.
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
          while filled < count {
            let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled..<count]))
            let got = try descriptor.read(fromAbsoluteOffset: Int64(offset + filled), into: rest)
            if got == 0 { break }
            filled += got
          }
        }
      }
    }
  }
}

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

extension FileDescriptor {
  /// Opens a file, and retries if a signal interrupts.
  static func opening(
    _ path: FilePath, _ mode: AccessMode, options: OpenOptions, permissions: FilePermissions?
  ) throws(Errno) -> FileDescriptor {
    try asErrno {
      try FileDescriptor.open(path, mode, options: options, permissions: permissions, retryOnInterrupt: true)
    }
  }

  /// Closes the descriptor. A call that was interrupted has closed it nevertheless, and repeating it could close
  /// another's.
  func closeOnce() throws(Errno) {
    do throws(Errno) {
      try asErrno { try close() }
    } catch .interrupted {
      return
    }
  }

  /// Closes a descriptor that nothing was written to, or whose file is given up.
  func closeQuietly() {
    try? close()
  }
}

/// Gives the calls of `FileDescriptor`, which throw nothing but `Errno`, that type.
func asErrno<Value>(_ body: () throws -> Value) throws(Errno) -> Value {
  do {
    return try body()
  } catch let error as Errno {
    throw error
  } catch {
    throw .ioError
  }
}
