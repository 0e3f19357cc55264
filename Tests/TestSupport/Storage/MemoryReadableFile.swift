import Storage
import Synchronization
import SystemPackage

/// A file as it was when it was opened.
final class MemoryReadableFile: ReadableFile {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var size: Int { bytes.count }

  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    Array(bytes.dropFirst(offset).prefix(count))
  }
}
