import ConfigurationFiles
package import Fetching
package import Planning
import Records
package import Storage
package import SystemPackage

/// The world a run works in; tests bring their own.
package struct ExportServices: Sendable {
  package var files: any FileStore
  package var clock: any WallClock
  package var transport: any Transport
  /// The directory of token leases, which keep a second process on this machine from using a token at the same time;
  /// nil for no leases.
  package var leases: FilePath?
  /// Stops the run instead of waiting if another process uses the token.
  package var noWait: Bool
  /// Random numbers of 0..<1, for retry delays and run ids.
  package var randomness: @Sendable () -> Double
  package var processID: Int
  /// False if the server makes rows up for any time, so that its clock says nothing about them.
  package var readsServerClock = true

  package init(
    files: any FileStore, clock: any WallClock, transport: any Transport, leases: FilePath?, noWait: Bool,
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
  /// Returns the client of a pipeline's report, which uses the token's lease. `purpose` is shown to other processes
  /// that wait for the token.
  func client(
    of file: PipelineFile, zone: TimeZoneTransitions, purpose: String,
    onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) throws -> ReportClient {
    try ReportClient(
      file.source, zone: zone, transport: transport, clock: clock, jitter: randomness,
      lease: leases.flatMap {
        TokenLease(
          file.source, directory: $0, holder: "process \(processID) (\(purpose))", noWait: noWait, files: files)
      },
      onEvent: { onEvent(.fetch($0)) })
  }
}
