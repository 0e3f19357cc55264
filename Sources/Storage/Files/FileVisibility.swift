package import SystemPackage

/// The permissions of a new file or directory.
package enum FileVisibility: Hashable, Sendable {
  /// 0600, directories 0700: leases and recordings.
  case ownerOnly
  /// 0666 minus the umask, directories 0777 minus the umask: an export and its state.
  case shared
  /// 0644, directories 0755, whatever the umask: files for services of other users.
  case everyone
  /// Exactly these permissions; a directory can also be entered by everyone who can read its files.
  case exactly(FilePermissions)

  /// The permissions of a new file.
  package var file: FilePermissions {
    switch self {
    case .ownerOnly: .ownerReadWrite
    case .shared: [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
    case .everyone: [.ownerReadWrite, .groupRead, .otherRead]
    case .exactly(let permissions): permissions
    }
  }

  /// The permissions of a new directory.
  package var directory: FilePermissions {
    let file = file
    var directory = file.union(.ownerReadWriteExecute)
    if file.contains(.groupRead) { directory.insert(.groupExecute) }
    if file.contains(.otherRead) { directory.insert(.otherExecute) }
    return directory
  }

  /// The umask takes permissions away.
  package var followsUmask: Bool { self == .shared }
}
