package import Storage

/// The damage of a partition's file.
package enum PartitionDamage: Hashable, Sendable, CustomStringConvertible {
  case missing
  case notFile
  case size(found: Int, expected: Int)
  case checksum(found: String, expected: String)
  case content(found: String, expected: String)
  /// A contradiction in the file's own metadata, as the inspector's message.
  case selfDescription(String)
  case unreadable(StorageError)
  case unsafePath(ContainedPathError)

  /// The text after the file's path.
  package var description: String {
    switch self {
    case .missing: "is missing"
    case .notFile: "is not a regular file"
    case .size(let found, let expected): "has \(found) bytes; expected \(expected)"
    case .checksum(let found, let expected): "has the gzip checksum \(found); expected \(expected)"
    case .content(let found, let expected):
      "has the SHA-256 \(found.prefix(12))…; expected \(expected.prefix(12))…"
    case .selfDescription(let error): error
    case .unreadable(let error): "cannot be checked: \(error)"
    case .unsafePath(let error): "cannot be checked: \(error)"
    }
  }
}
