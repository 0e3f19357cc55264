package import SystemPackage

extension FileStore {
  /// Creates the file at `path`, or replaces it, with `bytes`; its directory must exist.
  ///
  /// Readers, also after a crash, see the old bytes or the new ones, never a mixture: a temporary file in the same
  /// directory is written, synced and renamed, then the directory is synced. After an error, the old file exists, or
  /// the new one if only the last sync failed. The temporary file's name begins with `.`, so that loaders ignore it.
  ///
  /// - Parameter sibling: the temporary file; nil: `stagingSibling`, for a file that has one writer at a time.
  package func replaceFile(
    _ path: FilePath, with bytes: [UInt8], mode: FileVisibility, sibling: FilePath? = nil
  ) throws(StorageError) {
    let sibling = sibling ?? path.stagingSibling
    do throws(StorageError) {
      let file = try create(sibling, mode: mode)
      // A crash from here on leaves the temporary file, complete or truncated; the next replacement overwrites it.
      try file.write(bytes)
      try file.sync()
      try file.close()
      try rename(sibling, to: path)
    } catch {
      // Only the first error is reported; a failure to remove the temporary file would hide it.
      try? remove(sibling)
      throw error
    }
    // A crash before the directory is synced leaves the old name or the new one, each with complete bytes.
    try syncDirectory(path.parentDirectory)
  }
}

extension FilePath {
  /// The temporary path that `replaceFile` writes for this path: `.NAME.new` in the same directory.
  package var stagingSibling: FilePath {
    let name = string.split(separator: "/").last ?? ""
    return parentDirectory.appending(".\(name).new")
  }

  /// A staging name for a file that several processes may replace at the same time: `.NAME.RANDOM.new`.
  package func uniqueSibling() -> FilePath {
    let name = string.split(separator: "/").last ?? ""
    return parentDirectory.appending(".\(name).\(String(UInt32.random(in: .min ... .max), radix: 16)).new")
  }

  /// A name that `uniqueSibling` gave to a replacement of this file.
  package func isUniqueSibling(_ other: String) -> Bool {
    let name = string.split(separator: "/").last ?? ""
    return other.hasPrefix(".\(name).") && other.hasSuffix(".new") && other != ".\(name).new"
  }
}
