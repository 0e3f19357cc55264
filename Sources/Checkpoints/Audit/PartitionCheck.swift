import Crypto
package import Records
package import Storage
package import SystemPackage

/// Compares a partition's file with its checkpoint.
package struct PartitionCheck: Sendable {
  private let directory: ContainedDirectory
  private let files: any FileStore
  private let inspector: (any PartitionInspector)?

  package init(sink: FilePath, files: any FileStore, inspector: (any PartitionInspector)?) {
    self.directory = ContainedDirectory(sink, files: files)
    self.files = files
    self.inspector = inspector
  }

  /// Returns the damage of a checkpoint's files that a quick check finds, each with its path: its partition, and the
  /// rejects.
  package func quick(_ entry: CheckpointEntry) -> (path: String, damage: PartitionDamage)? {
    if let partition = entry.partition, let damage = quick(partition, columns: entry.columns) {
      return (partition.path, damage)
    }
    if let rejects = entry.rejects, let damage = quick(rejects) { return (rejects.path, damage) }
    return nil
  }

  /// Checks the file's kind and size and, for gzip, the checksum in its last bytes, or else uses the inspector.
  ///
  /// - Parameter columns: the committed columns.
  /// - Returns: nil if the file is intact.
  package func quick(_ partition: CheckpointEntry.Partition, columns: [Column]) -> PartitionDamage? {
    examine(partition.path, partition.content) { (path: FilePath) throws(StorageError) in
      let file = try files.open(path)
      guard partition.path.hasSuffix(".gz") else { return try inspect(file, partition, columns) }
      return try gzipTrailer(of: file, partition.content)
    }
  }

  /// Checks the kind of the file of rejected records and, if they are known, its size and gzip checksum.
  func quick(_ rejects: CheckpointEntry.Rejects) -> PartitionDamage? {
    examine(rejects.path, rejects.content) { (path: FilePath) throws(StorageError) in
      guard let content = rejects.content else { return nil }
      return try gzipTrailer(of: files.open(path), content)
    }
  }

  /// Reads the whole file of rejected records, a piece at a time, if its hash is known.
  func deep(_ rejects: CheckpointEntry.Rejects) -> PartitionDamage? {
    examine(rejects.path, rejects.content) { (path: FilePath) throws(StorageError) in
      guard let content = rejects.content else { return nil }
      return try hash(of: files.open(path), content)
    }
  }

  /// Uses the inspector, reads the complete file in pieces, and compares its columns.
  ///
  /// - Parameter columns: the committed columns.
  /// - Returns: nil if every byte is as committed, and the file has these columns.
  package func deep(_ partition: CheckpointEntry.Partition, columns: [Column]) -> PartitionDamage? {
    examine(partition.path, partition.content) { (path: FilePath) throws(StorageError) in
      let file = try files.open(path)
      if let damage = try inspect(file, partition, columns) { return damage }
      if let damage = try hash(of: file, partition.content) { return damage }
      return try inspector?.columnError(in: file, of: partition, columns: columns).map { .selfDescription($0) }
    }
  }

  private func gzipTrailer(
    of file: any ReadableFile, _ content: CheckpointEntry.Content
  ) throws(StorageError) -> PartitionDamage? {
    // RFC 1952: the CRC of the content and its length, four bytes each, little-endian.
    let trailer = try file.read(at: max(0, file.size - 8), count: 8)
    let found = trailer.count == 8 ? hexadecimal(trailer[..<4].reversed()) : "none"
    return found == content.crc32 ? nil : .checksum(found: found, expected: content.crc32)
  }

  private func hash(
    of file: any ReadableFile, _ content: CheckpointEntry.Content
  ) throws(StorageError) -> PartitionDamage? {
    var hash = SHA256()
    var blocks = file.blocks()
    while let block = try blocks.next() { hash.update(data: block) }
    let found = hexadecimal(hash.finalize())
    return found == content.sha256 ? nil : .content(found: found, expected: content.sha256)
  }

  private func inspect(
    _ file: any ReadableFile, _ partition: CheckpointEntry.Partition, _ columns: [Column]
  ) throws(StorageError) -> PartitionDamage? {
    try inspector?.error(in: file, of: partition, columns: columns).map { .selfDescription($0) }
  }

  /// - Parameter expected: nil if nothing is known of the file's bytes.
  private func examine(
    _ relative: String, _ expected: CheckpointEntry.Content?,
    content: (FilePath) throws(StorageError) -> PartitionDamage?
  ) -> PartitionDamage? {
    let path: FilePath
    do throws(ContainedPathError) {
      path = try directory.resolve(relative)
    } catch {
      return .unsafePath(error)
    }
    do throws(StorageError) {
      guard let status = try files.status(path) else { return .missing }
      guard status.kind == .file else { return .notFile }
      if let expected, status.size != expected.bytes {
        return .size(found: status.size, expected: expected.bytes)
      }
      return try content(path)
    } catch {
      return .unreadable(error)
    }
  }
}

/// Lowercase hexadecimal digits, two a byte.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
