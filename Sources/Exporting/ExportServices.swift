package import Fetching
package import Planning
package import Storage
package import SystemPackage

/// The world a run works in; tests bring their own.
package struct ExportServices: Sendable {
  package var files: any FileStore
  package var clock: any Timekeeper
  package var transport: any Transport
  /// Where the leases of tokens live, which keep a second process of this machine from using one meanwhile; nil: nobody else does.
  package var leases: FilePath?
  /// A token that somebody else uses stops the run instead of making it wait.
  package var noWait: Bool
  /// Random numbers of 0..<1, for retry delays and run ids.
  package var randomness: @Sendable () -> Double
  package var processID: Int

  package init(
    files: any FileStore, clock: any Timekeeper, transport: any Transport, leases: FilePath?, noWait: Bool,
    randomness: @escaping @Sendable () -> Double, processID: Int
  ) {
    self.files = files
    self.clock = clock
    self.transport = transport
    self.leases = leases
    self.noWait = noWait
    self.randomness = randomness
    self.processID = processID
  }
}
