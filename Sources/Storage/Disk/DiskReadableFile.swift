import SystemPackage

/// An open file of the disk, read at any place.
final class DiskReadableFile: ReadableFile {
  let size: Int
  private let path: FilePath
  private let descriptor: FileDescriptor

  init(_ descriptor: FileDescriptor, path: FilePath, size: Int) {
    self.descriptor = descriptor
    self.path = path
    self.size = size
  }

  deinit {
    descriptor.closeQuietly()
  }

  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    try reporting("read", path) { () throws(Errno) in
      try asErrno {
        // The system may return fewer bytes than requested, even in the middle of a file.
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
          while filled < count {
            let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled..<count]))
            let got = try descriptor.read(fromAbsoluteOffset: Int64(offset + filled), into: rest)
            if got == 0 { break }
            filled += got
          }
        }
      }
    }
  }
}
