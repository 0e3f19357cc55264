/// A file's bytes one block after another, so that memory does not grow with the file.
package struct FileChunks {
  private let file: any ReadableFile
  private let count: Int
  private var offset = 0

  fileprivate init(_ file: any ReadableFile, count: Int) {
    self.file = file
    self.count = count
  }

  /// The next block, of `count` bytes except for the last one; nil at the end of the file.
  package mutating func next() throws(StorageError) -> [UInt8]? {
    let block = try file.read(at: offset, count: count)
    guard !block.isEmpty else { return nil }
    offset += block.count
    return block
  }
}

extension ReadableFile {
  package func blocks(of count: Int = 1 << 20) -> FileChunks {
    FileChunks(self, count: count)
  }
}
