package import SystemPackage

/// Where a partition is made, and where it will stand.
package struct PartitionTarget: Hashable, Sendable {
  /// The sink's directory.
  package var root: FilePath
  /// The partition's place below `root`.
  package var path: String
  /// The file in the making, on the file system of `root`.
  package var staging: FilePath

  package init(root: FilePath, path: String, staging: FilePath) {
    self.root = root
    self.path = path
    self.staging = staging
  }
}

/// A partition that stands under its final name, whole and durable.
package struct PublishedFile: Hashable, Sendable {
  /// Below the sink's directory.
  package var path: String
  package var rows: Int
  /// The file's size.
  package var bytes: Int
  /// Of the file, as 64 hexadecimal digits.
  package var sha256: String
  /// As 8 hexadecimal digits: of a gzip file's content, the same as in its trailer; of any other file as it is.
  package var crc32: String
  /// The same bytes stood there already, and were left alone.
  package var isUnchanged: Bool

  package init(path: String, rows: Int, bytes: Int, sha256: String, crc32: String, isUnchanged: Bool = false) {
    self.path = path
    self.rows = rows
    self.bytes = bytes
    self.sha256 = sha256
    self.crc32 = crc32
    self.isUnchanged = isUnchanged
  }
}
