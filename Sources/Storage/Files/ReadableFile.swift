package protocol ReadableFile: AnyObject, Sendable {
  var size: Int { get }
  /// Reads up to `count` bytes from `offset`; fewer only at the end of the file.
  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8]
}
