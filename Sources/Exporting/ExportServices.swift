import Declarations
package import Fetching
package import Planning
import Records
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

extension ExportServices {
  /// The report that a pipeline names, asked under the lease of its token. `purpose` is what others who wait for the token are told.
  func source(
    of file: PipelineFile, zone: ZoneRules, purpose: String, onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) throws -> Source {
    try Source(
      file.source, zone: zone, transport: transport, clock: clock, jitter: randomness,
      lease: leases.flatMap {
        TokenLease(
          file.source, directory: $0, holder: "process \(processID) (\(purpose))", noWait: noWait, files: files)
      },
      onEvent: { onEvent(.fetch($0)) })
  }
}
