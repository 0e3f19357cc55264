/// A lock held until `unlock` or the end of the process. The file's content describes the holder to other processes.
package protocol FileLock: AnyObject, Sendable {
  /// Replaces the content of the lock file.
  func describe(_ text: String) throws(StorageError)
  func unlock()
}
