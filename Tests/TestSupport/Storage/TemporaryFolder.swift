import Foundation
package import SystemPackage

/// A fresh folder on the real disk, removed with its content when it is deallocated.
package final class TemporaryFolder: Sendable {
  package let path: FilePath

  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "tidemark-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FilePath(url.path(percentEncoded: false))
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path.string)
  }
}
