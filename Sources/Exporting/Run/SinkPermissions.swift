package import ConfigurationFiles
package import SystemPackage

extension SinkDeclaration {
  /// The permissions of the export's files; nil: they follow the umask.
  package var permissions: FilePermissions? { mode.map { FilePermissions(rawValue: CModeT($0)) } }
}
