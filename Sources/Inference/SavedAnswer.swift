package import Storage
package import SystemPackage

/// An API's answer as somebody saved it, read from its beginning as often as needed, a block at a time.
package struct SavedAnswer: Sendable {
  /// What messages call it.
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
