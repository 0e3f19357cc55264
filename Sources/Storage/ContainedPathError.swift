package import SystemPackage

/// The reason why a path may not be used below a directory.
package struct ContainedPathError: Error, Hashable, Sendable, CustomStringConvertible {
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
    let path = relative.unicodeScalars.map(ContainedPathError.printable).joined()
    return "cannot use the path '\(path)' below \(root): \(reasonInWords)"
  }

  private var reasonInWords: String {
    switch reason {
    case .empty: "the path is empty"
    case .absolute: "the path is absolute; use a path relative to the sink's path"
    case .emptyPart: "a part of the path is empty"
    case .dots(let part): "'\(part)' is not allowed as a part"
    case .controlCharacter(let scalar):
      "the path contains the control character \(ContainedPathError.printable(scalar))"
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
