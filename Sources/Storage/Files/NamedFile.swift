package import SystemPackage

/// A file that a person names, in contrast to one below a sink: it may be reached through symbolic links, and may be a
/// pipe or a device such as `/dev/stdin`.
package struct NamedFile: Sendable {
  package let path: FilePath

  package init(_ path: FilePath) {
    self.path = path
  }

  package static let standardInput = NamedFile("/dev/stdin")

  /// Reads the whole file once.
  ///
  /// - Throws: `StorageError`; `fileTooLarge` above `limit` bytes.
  package func read(limit: Int) throws(StorageError) -> [UInt8] {
    try reporting("read", path) { () throws(Errno) in
      let descriptor = try openDescriptor()
      defer { descriptor.closeQuietly() }
      var bytes: [UInt8] = []
      while let block = try nextBlock(of: descriptor) {
        bytes += block
        guard bytes.count <= limit else { throw .fileTooLarge }
      }
      return bytes
    }
  }

  /// Opens the file for reading at any offset. Content that can only be read once is copied to a temporary file in
  /// `directory`, which has no name by the time this returns.
  package func open(copyingTo directory: FilePath) throws(StorageError) -> any ReadableFile {
    let descriptor = try reporting("open", path) { () throws(Errno) in try openDescriptor() }
    let status: FileStatus
    do throws(StorageError) {
      status = try reporting("open", path) { () throws(Errno) in try SystemCalls.status(of: descriptor) }
    } catch {
      descriptor.closeQuietly()
      throw error
    }
    guard status.kind != .file else { return DiskReadableFile(descriptor, path: path, size: status.size) }
    defer { descriptor.closeQuietly() }
    let files = DiskFileStore()
    let name = FilePath.Component("tidemark-\(UInt64.random(in: .min ... .max)).tmp") ?? "tidemark.tmp"
    let copyPath = directory.appending(name)
    let copy = try files.create(copyPath, mode: .ownerOnly)
    defer { try? files.remove(copyPath) }
    while let block = try reporting("read", path, { () throws(Errno) in try nextBlock(of: descriptor) }) {
      try copy.write(block)
    }
    try copy.close()
    return try files.open(copyPath)
  }

  /// The path at which the file is to be replaced: at the end of the symbolic links that lead to it, so that they stay.
  ///
  /// - Throws: `StorageError` if something other than a regular file has the name.
  package func replacementPath() throws(StorageError) -> FilePath {
    var current = path
    // As many as Linux follows.
    for _ in 0..<40 {
      let status = try DiskFileStore().status(current)
      switch status?.kind {
      case nil, .file: return current
      case .directory: throw StorageError(operation: "replace", path: path, errno: .isDirectory)
      case .other: throw StorageError(operation: "replace", path: path, errno: .invalidArgument)
      case .symbolicLink:
        let target = try reporting("read link", current) { () throws(Errno) in try SystemCalls.target(of: current) }
        current = current.parentDirectory.pushing(target)
      }
    }
    throw StorageError(operation: "replace", path: path, errno: .tooManySymbolicLinkLevels)
  }

  private func openDescriptor() throws(Errno) -> FileDescriptor {
    // A socket as standard input cannot be opened by its name.
    let descriptor =
      path == NamedFile.standardInput.path
      ? try asErrno { try FileDescriptor.standardInput.duplicate() }
      : try FileDescriptor.opening(path, .readOnly, options: [.closeOnExec], permissions: nil)
    do throws(Errno) {
      guard try SystemCalls.status(of: descriptor).kind != .directory else { throw .isDirectory }
      return descriptor
    } catch {
      descriptor.closeQuietly()
      throw error
    }
  }

  /// Nil at the end.
  private func nextBlock(of descriptor: FileDescriptor) throws(Errno) -> [UInt8]? {
    let block = try asErrno {
      try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        filled = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer), retryOnInterrupt: true)
      }
    }
    return block.isEmpty ? nil : block
  }
}
