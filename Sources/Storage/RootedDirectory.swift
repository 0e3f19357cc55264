package import SystemPackage

/// A directory that no path made of templates or values can leave.
package struct RootedDirectory: Sendable {
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
  package func resolve(_ relative: String) throws(RootedPathError) -> FilePath {
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
        throw fault(relative, .unreadable(error))
      }
      switch status?.kind {
      case .symbolicLink: throw fault(relative, .symbolicLink(path, isLast: index == parts.count - 1))
      case .file, .other:
        if index < parts.count - 1 { throw fault(relative, .notDirectory(path)) }
      case .directory: continue
      case nil: isThere = false
      }
    }
    return path
  }

  /// The parts of a path that is safe by its text alone.
  private func parts(of relative: String) throws(RootedPathError) -> [String] {
    guard !relative.isEmpty else { throw fault(relative, .empty) }
    guard !relative.utf8.starts(with: "/".utf8) else { throw fault(relative, .absolute) }
    for scalar in relative.unicodeScalars where scalar.properties.generalCategory == .control {
      throw fault(relative, .controlCharacter(scalar))
    }
    let parts = relative.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for part in parts {
      if part.isEmpty { throw fault(relative, .emptyPart) }
      if part == "." || part == ".." { throw fault(relative, .dots(part)) }
      if part.utf8.count > 255 { throw fault(relative, .longPart) }
    }
    return parts
  }

  private func fault(_ relative: String, _ reason: RootedPathError.Reason) -> RootedPathError {
    RootedPathError(root: root, relative: relative, reason: reason)
  }
}

/// Why a path may not be used below a directory.
package struct RootedPathError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    case empty
    case absolute
    case emptyPart
    /// `.` or `..`.
    case dots(String)
    case controlCharacter(Unicode.Scalar)
    case longPart
    /// `isLast`: it is in the place of the path itself, not on the way there.
    case symbolicLink(FilePath, isLast: Bool)
    case notDirectory(FilePath)
    case unreadable(StorageError)
  }

  package var root: FilePath
  package var relative: String
  package var reason: Reason

  package var description: String {
    let path = relative.unicodeScalars.map(RootedPathError.printable).joined()
    return "cannot use the path '\(path)' below \(root): \(reasonInWords)"
  }

  private var reasonInWords: String {
    switch reason {
    case .empty: "the path is empty"
    case .absolute: "the path is absolute; use a path relative to the sink's path"
    case .emptyPart: "a part of the path is empty"
    case .dots(let part): "'\(part)' is not allowed as a part"
    case .controlCharacter(let scalar): "the path contains the control character \(RootedPathError.printable(scalar))"
    case .longPart: "a part of the path is longer than 255 bytes"
    case .symbolicLink(let link, let isLast):
      "\(link) is a symbolic link, which may lead outside; \(isLast ? "remove the link" : "replace it with a directory")"
    case .notDirectory(let file): "\(file) is not a directory"
    case .unreadable(let error): "\(error)"
    }
  }

  private static func printable(_ scalar: Unicode.Scalar) -> String {
    guard scalar.properties.generalCategory == .control else { return String(scalar) }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
