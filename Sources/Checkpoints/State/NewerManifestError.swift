package import SystemPackage

/// A newer program wrote the manifest: writing it again would lose what this program does not know.
package struct NewerManifestError: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: FilePath
  package var problem: StateFileError

  package var description: String { "manifest \(path) \(problem); use the newer version, or another sink path" }
}
