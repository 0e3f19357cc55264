/// A file that is being written. Released without `close`, it is closed and remains unchanged.
package protocol WritableFile: AnyObject, Sendable {
  func write(_ bytes: [UInt8]) throws(StorageError)
  /// Truncates the file to its first `length` bytes; the next write continues there.
  func truncate(to length: Int) throws(StorageError)
  /// Returns when the content is on the disk.
  func sync() throws(StorageError)
  func close() throws(StorageError)
}
