package import Storage
import Synchronization
package import SystemPackage

/// Files in memory: what is written is there at once, and a sync does nothing.
package final class MemoryFileStore: FileStore {
  private struct State {
    var image = DiskImage()
    var locked: Set<FilePath> = []
  }

  private let state: Mutex<State>

  package init() {
    state = Mutex(State())
  }

  /// Every file by its path, sorted.
  package var files: [(path: FilePath, bytes: [UInt8])] { state.withLock { $0.image.files } }

  /// The paths of every file, sorted.
  package var paths: [String] { files.map(\.path.string) }

  /// Creates a file with its directories.
  package func place(_ bytes: [UInt8], at path: FilePath, mode: FileVisibility = .shared) throws {
    try makeDirectories(path.parentDirectory)
    try state.withLock { state in
      let number = try state.image.create(path, mode: mode)
      state.image.change(number) { $0 = bytes }
    }
  }

  package func place(_ text: String, at path: FilePath, mode: FileVisibility = .shared) throws {
    try place(Array(text.utf8), at: path, mode: mode)
  }

  /// Creates a symbolic link; its directory must exist.
  package func placeLink(_ path: FilePath, to target: FilePath) throws {
    try state.withLock { try $0.image.makeSymbolicLink(path, to: target) }
  }

  /// Returns a file as text, or nil if it does not exist.
  package func text(_ path: FilePath) -> String? {
    guard let bytes = try? read(path, limit: .max - 1) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  package func mode(_ path: FilePath) -> FileVisibility? {
    state.withLock { state in
      guard let number = try? state.image.file(path), case .file(_, let mode)? = state.image[number] else { return nil }
      return mode
    }
  }

  private func perform<Value>(
    _ operation: String, _ path: FilePath, _ body: (inout State) throws(Errno) -> sending Value
  ) throws(StorageError) -> sending Value {
    try state.withLock { state throws(StorageError) in
      do throws(Errno) {
        return try body(&state)
      } catch {
        throw StorageError(operation: operation, path: path, errno: error)
      }
    }
  }

  package func create(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> any WritableFile {
    let number = try perform("create", path) { state throws(Errno) in try state.image.create(path, mode: mode) }
    return MemoryFile(path: path, number: number, store: self)
  }

  package func open(_ path: FilePath) throws(StorageError) -> any ReadableFile {
    try perform("open", path) { state throws(Errno) in
      MemoryReadableFile(state.image.content(of: try state.image.file(path)) ?? [])
    }
  }

  package func read(_ path: FilePath, limit: Int) throws(StorageError) -> [UInt8] {
    try perform("read", path) { state throws(Errno) in
      let bytes = state.image.content(of: try state.image.file(path)) ?? []
      guard bytes.count <= limit else { throw .fileTooLarge }
      return bytes
    }
  }

  package func status(_ path: FilePath) throws(StorageError) -> FileStatus? {
    try perform("look at", path) { state throws(Errno) in try state.image.status(path) }
  }

  package func list(_ directory: FilePath) throws(StorageError) -> [String] {
    try perform("list", directory) { state throws(Errno) in try state.image.list(directory) }
  }

  package func makeDirectories(_ path: FilePath, mode: FileVisibility) throws(StorageError) {
    try makeDirectoriesStepwise(path) { step throws(StorageError) in
      try perform("make directory", step) { state throws(Errno) in try state.image.makeDirectory(step) }
    }
  }

  package func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    try perform("rename \(from) to", to) { state throws(Errno) in try state.image.rename(from, to: to) }
  }

  package func link(_ from: FilePath, to: FilePath) throws(StorageError) -> Bool {
    try perform("link \(from) to", to) { state throws(Errno) in try state.image.link(from, to: to) }
  }

  package func remove(_ path: FilePath) throws(StorageError) {
    try perform("remove", path) { state throws(Errno) in try state.image.remove(path) }
  }

  package func removeEmptyDirectory(_ path: FilePath) throws(StorageError) {
    try perform("remove directory", path) { state throws(Errno) in try state.image.removeEmptyDirectory(path) }
  }

  package func syncDirectory(_ path: FilePath) throws(StorageError) {
    try perform("sync directory", path) { state throws(Errno) in
      guard let number = try state.image.number(of: path, followingLast: true) else { throw .noSuchFileOrDirectory }
      guard state.image.entries(of: number) != nil else { throw .notDirectory }
    }
  }

  package func lock(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> (any FileLock)? {
    let number = try perform("lock", path) { state throws(Errno) -> Int? in
      guard !state.locked.contains(path) else { return nil }
      state.locked.insert(path)
      if try state.image.number(of: path) == nil { return try state.image.create(path, mode: mode) }
      return try state.image.file(path)
    }
    guard let number else { return nil }
    return MemoryLock(path: path, number: number, store: self)
  }

  func change(_ number: Int, by body: (inout [UInt8]) -> Void) {
    state.withLock { $0.image.change(number, by: body) }
  }

  func release(_ path: FilePath) {
    _ = state.withLock { $0.locked.remove(path) }
  }
}
