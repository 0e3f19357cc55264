import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import Planning
import Records
import Sandbox
import Storage
import SystemPackage

/// The clock, transport and sandbox that commands run pipelines with.
struct RunEnvironment: Sendable {
  let console: Console
  let clock: any WallClock
  let loader: PipelineLoader

  init(console: Console, now: Instant?) {
    self.console = console
    loader = PipelineLoader(console: console)
    clock = now.map { ShiftedWallClock(now: $0) } ?? SystemWallClock()
  }

  static var configurationEnvironment: ConfigurationEnvironment {
    let reader = NamedFileReader()
    return ConfigurationEnvironment(variables: ProcessInfo.processInfo.environment) { path in try reader.text(path) }
  }

  /// Runs `body` with the loaded pipelines, the sandbox if requested, and a transport to the network or to a
  /// recording.
  func withServices<Result: Sendable>(
    for jobs: [ExportJob], inSandbox: Bool, noWait: Bool, recording: Recording? = nil,
    _ body: @Sendable ([ExportJob], ExportServices) async throws -> Result
  ) async throws -> Result {
    if let shortage = OpenFileLimit.shortage() {
      console.log("error: \(shortage)")
      throw ExitStatus.cannotWrite.asExitCode
    }
    if case .replay(let directory) = recording {
      return try await withReplay(of: jobs, from: directory, inSandbox: inSandbox, body)
    }
    let network: HTTPTransport
    do {
      network = try HTTPTransport(
        TransportOptions(version: tidemarkVersion, certificateAuthorities: try certificateAuthorities()))
    } catch {
      console.log("error: \(error); SSL_CERT_FILE names it")
      throw ExitStatus.configuration.asExitCode
    }
    var transport: any Transport = network
    if case .record(let directory) = recording {
      transport = RecordingTransport(network, directory: directory, files: DiskFileStore())
    }
    let leases = inSandbox ? nil : TokenLease.directory(environment: ProcessInfo.processInfo.environment)
    var services = services(over: transport, leases: leases, noWait: noWait)
    services.readsServerClock = !inSandbox
    let ready = services
    do {
      let result: Result
      if inSandbox {
        var systems: [String: CatalogSystem] = [:]
        for job in jobs { systems[job.file.source.system.name] = job.file.source.system }
        let zones = jobs.compactMap { job in
          TimeZoneTransitions(identifier: job.file.range.timeZone).map { (job.file.source.reportName, $0) }
        }
        let server = SandboxServer(
          systems: systems.values.sorted { $0.name < $1.name },
          options: SandboxOptions(zones: Dictionary(zones, uniquingKeysWith: { first, _ in first })))
        result = try await server.whileServing { address in
          try await body(jobs.map { $0.reaching(address) }, ready)
        }
      } else {
        result = try await body(jobs, ready)
      }
      await network.shutdown()
      return result
    } catch {
      await network.shutdown()
      throw error
    }
  }

  /// The authorities that `SSL_CERT_FILE` names.
  private func certificateAuthorities() throws(TransportError) -> CertificateAuthorities? {
    guard let path = loader.environment.variables["SSL_CERT_FILE"], !path.isEmpty else { return nil }
    do throws(StorageError) {
      let bytes = try NamedFile(FilePath(path)).read(limit: 16 << 20)
      // Comments between the certificates may be in any encoding.
      return CertificateAuthorities(path: path, pem: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw TransportError(.misconfigured, "cannot read the certificate authorities in \(path): \(error.errno)")
    }
  }

  /// Runs `body` with responses from a recording; secrets are not needed.
  private func withReplay<Result: Sendable>(
    of jobs: [ExportJob], from directory: FilePath, inSandbox: Bool,
    _ body: @Sendable ([ExportJob], ExportServices) async throws -> Result
  ) async throws -> Result {
    let transport: ReplayTransport
    do {
      transport = try ReplayTransport(directory: directory, files: DiskFileStore())
    } catch {
      console.log("error: cannot replay: \(error)")
      throw ExitStatus.configuration.asExitCode
    }
    let jobs = jobs.map { job in
      // Recorded responses of a sandbox match any of its ports.
      var job = inSandbox ? job.reaching(SandboxAddress(port: 0)) : job
      job.file.source.missingSecrets = []
      return job
    }
    var services = services(over: transport, leases: nil, noWait: true)
    services.readsServerClock = !inSandbox
    return try await body(jobs, services)
  }

  private func services(over transport: any Transport, leases: FilePath?, noWait: Bool) -> ExportServices {
    ExportServices(
      files: DiskFileStore(), clock: clock, transport: transport, leases: leases, noWait: noWait,
      randomness: { .random(in: 0..<1) }, processID: Int(ProcessInfo.processInfo.processIdentifier))
  }
}

extension ExportJob {
  /// The same pipeline with a source at the sandbox's address; its fingerprint still uses the placeholder.
  fileprivate func reaching(_ address: SandboxAddress) -> ExportJob {
    var job = self
    job.file.source.baseURL = address.baseURL(of: file.source.system.name)
    return job
  }
}
