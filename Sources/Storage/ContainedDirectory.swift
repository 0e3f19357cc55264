package import SystemPackage

/// A directory that no path made of templates or values can leave.
package struct ContainedDirectory: Sendable {
  package let root: FilePath
  private let files: any FileStore

  /// The root itself may be a symbolic link or behind one, because its owner chose it.
  package init(_ root: FilePath, files: any FileStore) {
    self.root = root
    self.files = files
  }

  /// Returns the path of a relative path such as `date=2026-10-01/a.csv`, always within the root.
  ///
  /// Rejected are absolute and empty paths, empty parts, `.` and `..`, control characters, parts over 255 bytes, and
  /// paths with a part below the root that is a symbolic link, or with an intermediate part that is not a directory.
  /// Missing parts are not an error.
  package func resolve(_ relative: String) throws(ContainedPathError) -> FilePath {
    let parts = try parts(of: relative)
    var path = root
    var isThere = true
    for (index, part) in parts.enumerated() {
      path.append(part)
      // Below what is not there, nothing is.
      guard isThere else { continue }
      let status: FileStatus?
      do throws(StorageError) {
        status = try files.status(path)
      } catch {
        throw pathError(relative, .unreadable(error))
      }
      switch status?.kind {
      case .symbolicLink: throw pathError(relative, .symbolicLink(path, isLast: index == parts.count - 1))
      case .file, .other:
        if index < parts.count - 1 { throw pathError(relative, .notDirectory(path)) }
      case .directory: continue
      case nil: isThere = false
      }
    }
    return path
  }

  /// The parts of a path that is safe by its text alone.
  private func parts(of relative: String) throws(ContainedPathError) -> [String] {
    guard !relative.isEmpty else { throw pathError(relative, .empty) }
    guard !relative.utf8.starts(with: "/".utf8) else { throw pathError(relative, .absolute) }
    for scalar in relative.unicodeScalars where scalar.properties.generalCategory == .control {
      throw pathError(relative, .controlCharacter(scalar))
    }
    let parts = relative.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for part in parts {
      if part.isEmpty { throw pathError(relative, .emptyPart) }
      if part == "." || part == ".." { throw pathError(relative, .dots(part)) }
      if part.utf8.count > 255 { throw pathError(relative, .longPart) }
    }
    return parts
  }

  private func pathError(_ relative: String, _ reason: ContainedPathError.Reason) -> ContainedPathError {
    ContainedPathError(root: root, relative: relative, reason: reason)
  }
}
