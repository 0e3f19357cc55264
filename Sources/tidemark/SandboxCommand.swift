import ArgumentParser
import Declarations
import Sandbox
import Storage

struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Serve the catalog's APIs on this machine, with made-up rows.",
    discussion: """
      Listens on 127.0.0.1 alone and takes any credentials. The same window always has the same rows. Give its address as \
      `source.base_url` of a pipeline, or let `run --sandbox` do all of it.

      Example:
        tidemark sandbox --port 8080
      """)

  @Option(help: "The port to listen on; 0 takes any free one.")
  var port = 8080

  @Option(
    help: ArgumentHelp("A catalog file of your own to serve too; may be repeated.", valueName: "file"),
    completion: Completions.yaml)
  var catalog: [String] = []

  @Option(help: "Events a day, on average.")
  var rowsPerDay = 2_000

  @Option(help: "Another seed gives other rows.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "The share of answers that go wrong, from 0 to 1: cut, miscounted, no JSON, busy, failing, late.",
      valueName: "share"))
  var faultShare = 0.0

  /// The faults from which a run recovers by asking again.
  private static let faults: [SandboxFault] = [
    .verdict(.busy), .status(500), .status(503, retryAfter: "0"), .html, .cutBody, .shortBody, .wrongCount,
    .lateFailure,
    .trailingText, .delay(.milliseconds(50)),
  ]

  func validate() throws {
    guard (0...1).contains(faultShare) else {
      throw ValidationError("--fault-share takes 0 to 1, not \(faultShare)")
    }
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535, not \(port)") }
    guard (0...50_000_000).contains(rowsPerDay) else {
      throw ValidationError("--rows-per-day takes 0 to 50000000, not \(rowsPerDay)")
    }
  }

  func run() async throws {
    let console = Console()
    let server = SandboxServer(
      systems: try systems(console),
      options: SandboxOptions(
        port: port, seed: seed, rowsPerDay: rowsPerDay,
        faults: .random(seed: seed, share: faultShare, SandboxCommand.faults)))
    let signals = SignalWatch()
    do {
      try await signals.run {
        try await server.run { address in
          console.print("listening on \(address.url); GET / lists what is served; stop with Ctrl-C")
        }
      }
    } catch is CancellationError {
      // Being told to stop is how a server ends.
    } catch let error as SandboxError {
      console.tell("error: \(error)")
      throw ExitStatus.unavailable.asExitCode
    }
  }

  private func systems(_ console: Console) throws -> [CatalogSystem] {
    do {
      let library = CatalogLibrary()
      var systems = try library.names.compactMap { try library.system(named: $0) }
      for path in catalog {
        let system = try CatalogSystem(yaml: Workshop.surroundings.readFile(path), path: path)
        systems.removeAll { $0.name == system.name }
        systems.append(system)
      }
      return systems
    } catch let faults as Diagnostics {
      for fault in faults.list { console.tell("\(fault)") }
    } catch {
      console.tell("error: cannot read the catalog file: \(error)")
    }
    throw ExitStatus.configuration.asExitCode
  }
}
