package import SystemPackage

/// The staging path and the final path of a partition.
package struct PartitionTarget: Hashable, Sendable {
  /// The sink's directory.
  package var root: FilePath
  /// The partition's place below `root`.
  package var path: String
  /// The temporary file, on the file system of `root`.
  package var staging: FilePath
  /// Appends a part of the content's SHA-256 to the name, so that a file never changes under its name.
  package var isNamedByContent: Bool

  package init(root: FilePath, path: String, staging: FilePath, isNamedByContent: Bool = false) {
    self.root = root
    self.path = path
    self.staging = staging
    self.isNamedByContent = isNamedByContent
  }

  /// The path of a file with this content: `date=2026-10-01/CHUNK-0123456789ab.parquet`.
  func path(sha256: String) -> String {
    guard isNamedByContent, let dot = path.lastIndex(of: ".") else { return path }
    return "\(path[..<dot])-\(sha256.prefix(12))\(path[dot...])"
  }
}
