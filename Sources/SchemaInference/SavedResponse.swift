package import Storage
package import SystemPackage

/// A saved response of an API, read in blocks from its beginning, any number of times.
package struct SavedResponse: Sendable {
  /// The name in messages.
  package let name: String
  private let file: any ReadableFile

  package init(_ file: any ReadableFile, name: String) {
    self.file = file
    self.name = name
  }

  package init(_ path: FilePath, files: any FileStore) throws(StorageError) {
    self.init(try files.open(path), name: path.string)
  }

  /// Hands out all bytes, in order.
  func forEachBlock(_ body: ([UInt8]) throws -> Void) throws {
    var blocks = file.blocks()
    while let block = try blocks.next() { try body(block) }
  }
}
