package import Storage
import Synchronization
package import SystemPackage

/// A disk that distinguishes written from synced data, and that can lose power after any operation.
///
/// A file's content is durable as of its last sync, a directory's names as of its last sync. `Survival` determines
/// what else survives a crash.
package final class ModelledDisk: FileStore {
  /// One call of the file store; calls that change something are the points at which a crash can occur.
  package struct Operation: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
      case create, write, truncate, sync, close, rename, link, remove, removeDirectory, makeDirectory, syncDirectory
      case lock, describe
      case open, read, status, list

      package var isChange: Bool {
        switch self {
        case .open, .read, .status, .list: false
        default: true
        }
      }
    }

    package var kind: Kind
    package var path: FilePath

    package var description: String { "\(kind) \(path)" }
  }

  package enum Survival: Hashable, Sendable {
    /// Everything that was not synced is lost: contents, names, renames, removals.
    case strict
    /// A random part of what was not synced is there: beginnings of contents, holes full of zeros, names in any order.
    case partial(seed: UInt64)
    /// Only the process died: everything is there, but what was not synced still is not.
    case processOnly
  }

  /// The error of every call after the crash.
  package static let crashed = Errno(rawValue: 9_001)

  private struct Fault {
    var kind: Operation.Kind?
    var number: Int
    var errno: Errno
  }

  private struct State {
    var image = DiskImage()
    var record = SyncRecord()
    var operations: [Operation] = []
    var counts: [Operation.Kind: Int] = [:]
    var crashAfter: Int?
    var hasCrashed = false
    var faults: [Fault] = []
    var locked: Set<FilePath> = []
    /// The disk before each change; nil without filming.
    var film: [ModelledDisk]?
  }

  private let state: Mutex<State>

  package init() {
    state = Mutex(State())
  }

  private init(image: DiskImage, record: SyncRecord) {
    state = Mutex(State(image: image, record: record))
  }

  // MARK: What tests ask and arrange

  /// The changes so far, in order; reads are not among them.
  package var operations: [Operation] { state.withLock { $0.operations } }

  package var hasCrashed: Bool { state.withLock { $0.hasCrashed } }

  /// Every file that a process sees, by its path, sorted.
  package var files: [(path: FilePath, bytes: [UInt8])] { state.withLock { $0.image.files } }

  /// Returns a file as text, or nil if it does not exist.
  package func text(_ path: FilePath) -> String? {
    state.withLock { state in
      guard let number = try? state.image.file(path), let bytes = state.image.content(of: number) else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Lets `count` more changes happen; every call after them fails.
  package func crash(after count: Int) {
    state.withLock { $0.crashAfter = $0.operations.count + count }
  }

  /// Makes the change of that number fail once, counted from 1 and from now.
  package func fail(operation number: Int, with errno: Errno) {
    state.withLock { $0.faults.append(Fault(kind: nil, number: $0.operations.count + number, errno: errno)) }
  }

  /// Makes the `number`th call of a kind fail once, counted from 1 and from now.
  ///
  /// A failing write leaves half of its bytes; a failing sync loses its unsynced data permanently; a failing close
  /// closes.
  package func fail(_ kind: Operation.Kind, number: Int = 1, with errno: Errno) {
    state.withLock { $0.faults.append(Fault(kind: kind, number: ($0.counts[kind] ?? 0) + number, errno: errno)) }
  }

  /// The disk as it is found after a crash at this moment, whether one was arranged or not.
  package func afterCrash(_ survival: Survival) -> ModelledDisk {
    state.withLock { state in
      switch survival {
      case .processOnly: return ModelledDisk(image: state.image, record: state.record)
      case .strict:
        let image = state.record.durableImage(of: state.image)
        return ModelledDisk(image: image, record: SyncRecord(synced: image))
      case .partial(let seed):
        let image = state.record.partlyDurableImage(of: state.image, seed: seed)
        return ModelledDisk(image: image, record: SyncRecord(synced: image))
      }
    }
  }

  /// Returns the state of the disk that `body` leaves after each number of changes, from none to all but the last: the
  /// state that a crash at that operation leaves. One run shows all of them, while `crash(after:)` needs one run for
  /// each.
  package func filming(_ body: () async -> Void) async -> [ModelledDisk] {
    state.withLock { $0.film = [] }
    await body()
    return state.withLock { state in
      defer { state.film = nil }
      return state.film ?? []
    }
  }

  /// Equal if names, contents and the durable part of both are equal.
  package var fingerprint: Int {
    state.withLock { state in
      var hasher = Hasher()
      for image in [state.image, state.record.durableImage(of: state.image)] {
        for (path, bytes) in image.tree {
          hasher.combine(path.string)
          hasher.combine(bytes)
        }
      }
      return hasher.finalize()
    }
  }

  // MARK: FileStore

  private func perform<Value>(
    _ kind: Operation.Kind, _ path: FilePath, _ operation: String,
    onFault: (inout State) -> Void = { _ in },
    _ body: (inout State) throws(Errno) -> sending Value
  ) throws(StorageError) -> sending Value {
    try state.withLock { state throws(StorageError) in
      do throws(Errno) {
        if let last = state.crashAfter, kind.isChange, state.operations.count >= last { state.hasCrashed = true }
        if state.hasCrashed { throw ModelledDisk.crashed }
        state.counts[kind, default: 0] += 1
        if kind.isChange, state.film != nil {
          state.film?.append(ModelledDisk(image: state.image, record: state.record))
        }
        if kind.isChange { state.operations.append(Operation(kind: kind, path: path)) }
        let due = state.faults.firstIndex { fault in
          fault.kind == nil
            ? kind.isChange && fault.number == state.operations.count
            : fault.kind == kind && fault.number == state.counts[kind]
        }
        if let due {
          onFault(&state)
          throw state.faults.remove(at: due).errno
        }
        let value = try body(&state)
        state.record.note(state.image.entryChanges)
        state.image.entryChanges = []
        return value
      } catch {
        throw StorageError(operation: operation, path: path, errno: error)
      }
    }
  }

  package func create(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> any WritableFile {
    let number = try perform(.create, path, "create") { state throws(Errno) in
      try state.image.create(path, mode: mode)
    }
    return ModelledFile(path: path, number: number, disk: self)
  }

  package func open(_ path: FilePath) throws(StorageError) -> any ReadableFile {
    let bytes = try perform(.open, path, "open") { state throws(Errno) in
      state.image.content(of: try state.image.file(path)) ?? []
    }
    return ModelledReadableFile(bytes: bytes, path: path, disk: self)
  }

  package func read(_ path: FilePath, limit: Int) throws(StorageError) -> [UInt8] {
    try perform(.read, path, "read") { state throws(Errno) in
      let bytes = state.image.content(of: try state.image.file(path)) ?? []
      guard bytes.count <= limit else { throw .fileTooLarge }
      return bytes
    }
  }

  package func status(_ path: FilePath) throws(StorageError) -> FileStatus? {
    try perform(.status, path, "look at") { state throws(Errno) in try state.image.status(path) }
  }

  package func list(_ directory: FilePath) throws(StorageError) -> [String] {
    try perform(.list, directory, "list") { state throws(Errno) in try state.image.list(directory) }
  }

  package func makeDirectories(_ path: FilePath, mode: FileVisibility) throws(StorageError) {
    try makeDirectoriesStepwise(path) { step throws(StorageError) in
      try perform(.makeDirectory, step, "make directory") { state throws(Errno) in
        try state.image.makeDirectory(step)
      }
    }
  }

  package func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    try perform(.rename, to, "rename \(from) to") { state throws(Errno) in try state.image.rename(from, to: to) }
  }

  package func link(_ from: FilePath, to: FilePath) throws(StorageError) -> Bool {
    try perform(.link, to, "link \(from) to") { state throws(Errno) in try state.image.link(from, to: to) }
  }

  package func remove(_ path: FilePath) throws(StorageError) {
    try perform(.remove, path, "remove") { state throws(Errno) in try state.image.remove(path) }
  }

  package func removeEmptyDirectory(_ path: FilePath) throws(StorageError) {
    try perform(.removeDirectory, path, "remove directory") { state throws(Errno) in
      try state.image.removeEmptyDirectory(path)
    }
  }

  package func syncDirectory(_ path: FilePath) throws(StorageError) {
    try perform(.syncDirectory, path, "sync directory") { state throws(Errno) in
      guard let number = try state.image.number(of: path, followingLast: true) else { throw .noSuchFileOrDirectory }
      guard let entries = state.image.entries(of: number) else { throw .notDirectory }
      state.record.syncDirectory(number, entries: entries)
    }
  }

  package func lock(_ path: FilePath, mode: FileVisibility) throws(StorageError) -> (any FileLock)? {
    let number = try perform(.lock, path, "lock") { state throws(Errno) -> Int? in
      guard !state.locked.contains(path) else { return nil }
      let existing = try state.image.number(of: path)
      let number = try existing == nil ? state.image.create(path, mode: mode) : state.image.file(path)
      state.locked.insert(path)
      return number
    }
    guard let number else { return nil }
    return ModelledLock(path: path, number: number, disk: self)
  }

  // MARK: What open files do

  func write(_ bytes: [UInt8], to number: Int, path: FilePath) throws(StorageError) {
    func append(_ bytes: [UInt8], _ state: inout State) {
      state.record.note(.append(bytes), of: number)
      state.image.change(number) { $0 += bytes }
    }
    func appendHalf(_ state: inout State) { append(Array(bytes.prefix(bytes.count / 2)), &state) }
    try perform(.write, path, "write", onFault: appendHalf) { state throws(Errno) in append(bytes, &state) }
  }

  func truncate(_ number: Int, to length: Int, path: FilePath) throws(StorageError) {
    try perform(.truncate, path, "truncate") { state throws(Errno) in
      state.record.note(.resize(length), of: number)
      state.image.change(number) { $0.resize(to: length) }
    }
  }

  func sync(_ number: Int, path: FilePath) throws(StorageError) {
    func lose(_ state: inout State) { state.record.loseUnsynced(of: number) }
    try perform(.sync, path, "sync", onFault: lose) { state throws(Errno) in
      state.record.syncFile(number, content: state.image.content(of: number) ?? [])
    }
  }

  func close(_ path: FilePath) throws(StorageError) {
    try perform(.close, path, "close") { _ throws(Errno) in }
  }

  func describe(_ number: Int, as text: String, path: FilePath) throws(StorageError) {
    try perform(.describe, path, "write") { state throws(Errno) in
      state.record.note(.resize(0), of: number)
      state.record.note(.append(Array(text.utf8)), of: number)
      state.image.change(number) { $0 = Array(text.utf8) }
    }
  }

  func release(_ path: FilePath) {
    _ = state.withLock { $0.locked.remove(path) }
  }

  func checkReading(_ path: FilePath) throws(StorageError) {
    try perform(.read, path, "read") { _ throws(Errno) in }
  }
}
