import ArgumentParser
import ConfigurationFiles
import Sandbox
import Storage

struct SandboxCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Serve the catalog's APIs on this machine, with generated rows.",
    discussion: """
      Listens only on 127.0.0.1 and accepts any credentials. The same window always has the same rows. Set its address as \
      `source.base_url` of a pipeline, or use `run --sandbox`, which does both.

      Example:
        tidemark sandbox --port 8080
      """)

  @Option(help: "Port to listen on; 0 selects a free port.")
  var port = 8080

  @Option(
    help: ArgumentHelp("Your own catalog file to serve in addition; repeatable.", valueName: "file"),
    completion: Completions.yaml)
  var catalog: [String] = []

  @Option(help: "Average number of events per day.")
  var rowsPerDay = 2_000

  @Option(help: "Seed of the generated rows.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Share of faulty responses, 0 to 1: truncated, miscounted, invalid JSON, busy, failing, late.",
      valueName: "share"))
  var faultShare = 0.0

  /// Faults from which a run recovers by retrying.
  private static let faults: [SandboxFault] = [
    .verdict(.busy), .status(500), .status(503, retryAfter: "0"), .html, .cutBody, .shortBody, .wrongCount,
    .lateFailure,
    .trailingText, .delay(.milliseconds(50)),
  ]

  func validate() throws {
    guard (0...1).contains(faultShare) else {
      throw ValidationError("--fault-share expects 0 to 1; found \(faultShare)")
    }
    guard (0...65_535).contains(port) else { throw ValidationError("--port expects 0 to 65535; found \(port)") }
    guard (0...50_000_000).contains(rowsPerDay) else {
      throw ValidationError("--rows-per-day expects 0 to 50000000; found \(rowsPerDay)")
    }
  }

  func run(_ console: Console) async throws {
    let server = SandboxServer(
      systems: try systems(console),
      options: SandboxOptions(
        port: port, seed: seed, rowsPerDay: rowsPerDay,
        faults: .random(seed: seed, share: faultShare, SandboxCommand.faults)))
    let signals = SignalHandler()
    do {
      try await signals.run {
        try await server.run { address in
          console.print("listening on \(address.url); GET / lists the reports; stop with Ctrl-C")
        }
      }
    } catch is CancellationError {
      // A signal is the normal way to stop a server.
    } catch let error as SandboxError {
      console.log("error: \(error)")
      throw ExitStatus.unavailable.asExitCode
    }
  }

  private func systems(_ console: Console) throws -> [CatalogSystem] {
    do {
      let library = CatalogLibrary()
      var systems = try library.names.compactMap { try library.system(named: $0) }
      for path in catalog {
        let system = try CatalogSystem(yaml: RunEnvironment.configurationEnvironment.readFile(path), path: path)
        systems.removeAll { $0.name == system.name }
        systems.append(system)
      }
      return systems
    } catch let diagnostics as Diagnostics {
      for diagnostic in diagnostics.list { console.log("\(diagnostic)") }
    } catch {
      console.log("error: cannot read a catalog file: \(error)")
    }
    throw ExitStatus.configuration.asExitCode
  }
}
