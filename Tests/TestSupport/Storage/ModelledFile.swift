import Storage
import Synchronization
import SystemPackage

final class ModelledFile: WritableFile {
  private let path: FilePath
  private let number: Int
  private let disk: ModelledDisk
  private let isClosed = Mutex(false)

  init(path: FilePath, number: Int, disk: ModelledDisk) {
    self.path = path
    self.number = number
    self.disk = disk
  }

  private func requireOpen(_ operation: String) throws(StorageError) {
    guard !isClosed.withLock({ $0 }) else {
      throw StorageError(operation: operation, path: path, errno: .badFileDescriptor)
    }
  }

  func write(_ bytes: [UInt8]) throws(StorageError) {
    try requireOpen("write")
    try disk.write(bytes, to: number, path: path)
  }

  func truncate(to length: Int) throws(StorageError) {
    try requireOpen("truncate")
    try disk.truncate(number, to: length, path: path)
  }

  func sync() throws(StorageError) {
    try requireOpen("sync")
    try disk.sync(number, path: path)
  }

  func close() throws(StorageError) {
    let wasClosed = isClosed.withLock { closed in
      defer { closed = true }
      return closed
    }
    if !wasClosed { try disk.close(path) }
  }
}
