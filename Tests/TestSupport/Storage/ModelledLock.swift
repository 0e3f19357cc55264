import Storage
import Synchronization
import SystemPackage

final class ModelledLock: FileLock {
  private let path: FilePath
  private let number: Int
  private let disk: ModelledDisk
  private let isHeld = Mutex(true)

  init(path: FilePath, number: Int, disk: ModelledDisk) {
    self.path = path
    self.number = number
    self.disk = disk
  }

  deinit {
    unlock()
  }

  func describe(_ text: String) throws(StorageError) {
    try disk.describe(number, as: text, path: path)
  }

  func unlock() {
    let wasHeld = isHeld.withLock { held in
      defer { held = false }
      return held
    }
    if wasHeld { disk.release(path) }
  }
}
