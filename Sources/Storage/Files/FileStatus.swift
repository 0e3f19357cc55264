package struct FileStatus: Hashable, Sendable {
  package enum Kind: Sendable {
    case file
    case directory
    case symbolicLink
    case other
  }

  package var kind: Kind
  /// The size in bytes.
  package var size: Int

  package init(kind: Kind, size: Int) {
    self.kind = kind
    self.size = size
  }
}
