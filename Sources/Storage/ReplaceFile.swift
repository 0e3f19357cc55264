package import SystemPackage

extension FileStore {
  /// Replaces the file at `path`, or makes it, with `bytes`; its directory must exist.
  ///
  /// Readers, and whoever looks after a crash, see the old bytes or the new, never a mixture: a sibling file is written,
  /// synced and renamed, then the directory is synced. After a failure the old file stands, or the new one where only
  /// the last sync failed. The sibling's name begins with `.`, so that loaders pass over it.
  package func replaceFile(_ path: FilePath, with bytes: [UInt8], mode: FileVisibility) throws(StorageError) {
    let sibling = path.stagingSibling
    do throws(StorageError) {
      let file = try create(sibling, mode: mode)
      // A crash from here on leaves the sibling, whole or torn; the next replacement writes it anew.
      try file.write(bytes)
      try file.sync()
      try file.close()
      try rename(sibling, to: path)
    } catch {
      // What failed is told; that the sibling could not be removed either would only hide it.
      try? remove(sibling)
      throw error
    }
    // A crash before the directory is on the disk leaves the old name or the new one, each with whole bytes.
    try syncDirectory(path.parentDirectory)
  }
}

extension FilePath {
  /// Where `replaceFile` writes what will have this path: `.NAME.new` beside it.
  package var stagingSibling: FilePath {
    let name = string.split(separator: "/").last ?? ""
    return parentDirectory.appending(".\(name).new")
  }
}
