/// A partition under its final name, complete and durable.
package struct PublishedFile: Hashable, Sendable {
  /// Below the sink's directory.
  package var path: String
  package var rows: Int
  /// The file's size.
  package var bytes: Int
  /// The file's SHA-256, as 64 hexadecimal digits.
  package var sha256: String
  /// The CRC-32 as 8 hexadecimal digits: of a gzip file's content, the same as in its trailer; of any other file's
  /// bytes.
  package var crc32: String
  /// True if a file with the same content already existed and was not touched; the properties describe that file.
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
