package import Planning
package import Storage
package import SystemPackage

/// The files, clock and paths that a load uses.
package struct LoadEnvironment: Sendable {
  package var files: any FileStore
  package var clock: any WallClock
  package var processID: Int
  /// The path of this program, for scripts that run it.
  package var program: String
  /// The working directory.
  package var directory: FilePath

  package init(
    files: any FileStore, clock: any WallClock, processID: Int, program: String, directory: FilePath
  ) {
    self.files = files
    self.clock = clock
    self.processID = processID
    self.program = program
    self.directory = directory
  }
}
