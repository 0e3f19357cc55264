import Synchronization
import SystemPackage

/// A file on disk that is being written.
final class DiskWritableFile: WritableFile {
  private struct State {
    /// Nil once closed.
    var descriptor: FileDescriptor?
    /// The reason why a sync failed. It is never tried again: the kernel drops the pages it could not write and calls
    /// the next sync a success.
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
