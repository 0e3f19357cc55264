import Storage
import Synchronization
import SystemPackage

final class MemoryLock: FileLock {
  private let path: FilePath
  private let number: Int
  private let store: MemoryFileStore
  private let isHeld = Mutex(true)

  init(path: FilePath, number: Int, store: MemoryFileStore) {
    self.path = path
    self.number = number
    self.store = store
  }

  deinit {
    unlock()
  }

  func describe(_ text: String) throws(StorageError) {
    store.change(number) { $0 = Array(text.utf8) }
  }

  func unlock() {
    let wasHeld = isHeld.withLock { held in
      defer { held = false }
      return held
    }
    if wasHeld { store.release(path) }
  }
}
