package import SystemPackage

/// The staging path and the final path of a partition.
package struct PartitionTarget: Hashable, Sendable {
  /// The sink's directory.
  package var root: FilePath
  /// The partition's place below `root`.
  package var path: String
  /// The temporary file, on the file system of `root`.
  package var staging: FilePath

  package init(root: FilePath, path: String, staging: FilePath) {
    self.root = root
    self.path = path
    self.staging = staging
  }
}
