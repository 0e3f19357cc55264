import Storage
import SystemPackage

final class ModelledReadableFile: ReadableFile {
  private let bytes: [UInt8]
  private let path: FilePath
  private let disk: ModelledDisk

  init(bytes: [UInt8], path: FilePath, disk: ModelledDisk) {
    self.bytes = bytes
    self.path = path
    self.disk = disk
  }

  var size: Int { bytes.count }

  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    try disk.checkReading(path)
    return Array(bytes.dropFirst(offset).prefix(count))
  }
}
