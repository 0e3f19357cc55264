import Storage
import Synchronization
import SystemPackage

final class MemoryFile: WritableFile {
  private let path: FilePath
  private let number: Int
  private let store: MemoryFileStore
  private let isClosed = Mutex(false)

  init(path: FilePath, number: Int, store: MemoryFileStore) {
    self.path = path
    self.number = number
    self.store = store
  }

  private func requireOpen(_ operation: String) throws(StorageError) {
    guard !isClosed.withLock({ $0 }) else {
      throw StorageError(operation: operation, path: path, errno: .badFileDescriptor)
    }
  }

  func write(_ bytes: [UInt8]) throws(StorageError) {
    try requireOpen("write")
    store.change(number) { $0 += bytes }
  }

  func truncate(to length: Int) throws(StorageError) {
    try requireOpen("truncate")
    store.change(number) { $0.resize(to: length) }
  }

  func sync() throws(StorageError) {
    try requireOpen("sync")
  }

  func close() throws(StorageError) {
    isClosed.withLock { $0 = true }
  }
}
