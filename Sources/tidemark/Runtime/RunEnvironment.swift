import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import Planning
import Records
import Sandbox
import Storage
import SystemPackage

/// Loads pipelines and provides the environment that commands run them in.
struct RunEnvironment: Sendable {
  let console: Console
  let clock: any WallClock
  /// Shared by all pipelines of a command, which may name the same pipe.
  let environment = RunEnvironment.configurationEnvironment

  init(console: Console, now: Instant?) {
    self.console = console
    clock = now.map { ShiftedWallClock(now: $0) } ?? SystemWallClock()
  }

  static var configurationEnvironment: ConfigurationEnvironment {
    let reader = NamedFileReader()
    return ConfigurationEnvironment(variables: ProcessInfo.processInfo.environment) { path in try reader.text(path) }
  }

  /// Reads pipeline files and prints their errors and warnings; with the sandbox, their sources use `address`.
  ///
  /// - Throws: the exit status for a file that is wrong or cannot be read, after all files are checked.
  func pipelines(_ paths: [String], inSandbox: Bool) throws -> [ExportJob] {
    let (jobs, hasErrors) = readPipelines(paths, inSandbox: inSandbox)
    if hasErrors { throw ExitStatus.configuration.asExitCode }
    return jobs
  }

  /// Reads pipeline files; prints errors and leaves out the files that have any.
  func readPipelines(_ paths: [String], inSandbox: Bool) -> (jobs: [ExportJob], hasErrors: Bool) {
    var jobs: [ExportJob] = []
    var hasErrors = false
    for path in RunEnvironment.distinct(paths) {
      do {
        let text = try environment.readFile(path)
        var file = try PipelineFile(
          yaml: text, path: path, catalog: CatalogLibrary(), environment: environment,
          baseURLOverride: inSandbox ? RunEnvironment.sandboxPlaceholder : nil)
        for warning in file.warnings { console.log("\(warning)") }
        if inSandbox { file = file.inSandbox }
        jobs.append(ExportJob(file: file))
      } catch let diagnostics as Diagnostics {
        for diagnostic in diagnostics.list { console.log("\(diagnostic)") }
        hasErrors = true
      } catch let error as StorageError where error.errno == .noSuchFileOrDirectory {
        console.log("\(path): error: file not found\(RunEnvironment.neighbour(of: path))")
        hasErrors = true
      } catch {
        console.log("\(path): error: cannot read the pipeline file: \(error)")
        hasErrors = true
      }
    }
    for (name, first, second) in RunEnvironment.sharedNames(jobs) {
      console.log(
        "\(second): warning: the name `\(name)` is also that of \(first), so that metrics and logs confuse the two; "
          + "give each pipeline a name of its own")
    }
    for (path, first, second) in RunEnvironment.sharedSinks(jobs) {
      console.log("\(second): error: the sink \(path) is also used by \(first); give each pipeline its own path")
      jobs.removeAll { $0.file.path == second }
      hasErrors = true
    }
    return (jobs, hasErrors)
  }

  /// The paths without those that lead to the same file as an earlier one.
  private static func distinct(_ paths: [String]) -> [String] {
    var seen: Set<String> = []
    return paths.filter {
      seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path).inserted
    }
  }

  /// The file in the same folder that was probably meant.
  private static func neighbour(of path: String) -> String {
    let path = FilePath(path)
    let folder = path.removingLastComponent()
    let names = ((try? DiskFileStore().list(folder.isEmpty ? "." : folder)) ?? []).filter {
      $0.hasSuffix(".yaml") || $0.hasSuffix(".yml")
    }
    return SpellingSuggestion.hint(
      for: folder.appending(path.lastComponent?.string ?? "").string, among: names.map { folder.appending($0).string })
  }

  /// Replaces the sandbox's address in output and in the fingerprint, because its port changes from run to run.
  private static let sandboxPlaceholder = "http://sandbox"

  private static func sharedNames(_ jobs: [ExportJob]) -> [(name: String, first: String, second: String)] {
    var owners: [String: String] = [:]
    var shared: [(name: String, first: String, second: String)] = []
    for job in jobs {
      if let owner = owners[job.file.name] { shared.append((job.file.name, owner, job.file.path)) }
      owners[job.file.name] = owners[job.file.name] ?? job.file.path
    }
    return shared
  }

  private static func sharedSinks(_ jobs: [ExportJob]) -> [(path: String, first: String, second: String)] {
    var owners: [String: String] = [:]
    var shared: [(path: String, first: String, second: String)] = []
    for job in jobs {
      let path = FilePath(job.file.sink.path).lexicallyNormalized().string
      if let owner = owners[path] { shared.append((job.file.sink.path, owner, job.file.path)) }
      owners[path] = owners[path] ?? job.file.path
    }
    return shared
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
    guard let path = environment.variables["SSL_CERT_FILE"], !path.isEmpty else { return nil }
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

extension PipelineFile {
  /// The same pipeline with generated secrets and its own sink, so that generated rows never mix with real ones.
  fileprivate var inSandbox: PipelineFile {
    var file = self
    file.sink.path += "-sandbox"
    for secret in file.source.system.secrets { file.source.secrets[secret.name] = Secret("sandbox-\(secret.name)") }
    file.source.missingSecrets = []
    return file
  }
}

/// The system's clock, shifted so that it showed `now` when it was created.
private struct ShiftedWallClock: WallClock {
  private let system = SystemWallClock()
  private let shift: Duration

  init(now: Instant) {
    shift = now - system.now
  }

  var now: Instant { system.now + shift }
  var elapsed: Duration { system.elapsed }
  func sleep(for duration: Duration) async throws { try await system.sleep(for: duration) }
}
