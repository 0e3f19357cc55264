import ArgumentParser
import ConfigurationFiles
import Exporting
import Foundation
import Loading
import Planning
import Storage
import SystemPackage

struct LoadCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Load the exported partitions into a warehouse table.",
    discussion: """
      Makes the table of `load` equal to the committed partitions: generates SQL and runs the engine's own client, which \
      reads it on standard input. Only new, changed and removed partitions are loaded, in one transaction where the engine \
      has them; if nothing differs, nothing is done. The table `_tidemark_loaded` in the same schema records what is loaded.

      Exits with 65 if a file or a row count does not match the manifest, 69 if the client fails, 75 if a run holds the \
      sink or another load changed the table, and 78 if columns, types or the sink do not allow the load.

      Example:
        tidemark load --query --sandbox samples/load/*.yaml
      """)

  @Argument(
    help: ArgumentHelp("Pipeline files with a `load` section.", valueName: "pipeline"),
    completion: .file(extensions: ["yaml", "yml"]))
  var pipelines: [String]

  @Flag(help: "Load every chunk again; also allows to remove most of the table's rows.")
  var full = false

  @Flag(
    help:
      "Compare the rows of each chunk in the table with the manifest, and change nothing; exits with 65 if they differ."
  )
  var check = false

  @Flag(help: "Print the script for an empty warehouse instead of running the client.")
  var print = false

  @Option(
    help: ArgumentHelp(
      "With --print, the output of the --query script: a file, or - for standard input.", valueName: "file"),
    completion: .file())
  var loaded: String?

  @Flag(help: "Print the script that prints what is loaded, instead of running the client.")
  var query = false

  @OptionGroup(title: "Source") var source: SourceOptions
  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  var console: Console { reporting.console }

  func validate() throws {
    let modes = [("--check", check), ("--print", print), ("--query", query)].filter(\.1).map(\.0)
    if modes.count > 1 { throw ValidationError("\(modes.joined(separator: " and ")) cannot be used together") }
    if loaded != nil, !print { throw ValidationError("--loaded requires --print") }
    if full, check || query { throw ValidationError("--full cannot be used with \(modes[0])") }
    if loaded != nil, pipelines.count > 1 { throw ValidationError("--loaded accepts one pipeline file") }
  }

  func run(_ console: Console) async throws {
    let environment = RunEnvironment(console: console, now: nil)
    let (jobs, hasErrors) = environment.loader.readJobs(pipelines, inSandbox: source.sandbox)
    let programs = SubprocessRunner()
    let load = PipelineLoad(programs: programs, clock: environment.clock)
    if print || query {
      if hasErrors { throw ExitStatus.configuration.asExitCode }
      return try printScripts(jobs.map(\.file), load, console)
    }
    let signals = SignalHandler(beforeExit: programs.endAll)
    let options = LoadOptions(isFull: full, isCheck: check)
    let results = try await signals.run {
      var results: [Result<LoadSummary, LoadError>] = []
      for job in jobs where !Task.isCancelled {
        let result = await load.run(job.file, options: options)
        LoadReporter(job.file, reporting: reporting, console: console).report(result)
        results.append(result)
      }
      return results
    }
    if let signal = signals.signalName { console.log("stopped by \(signal); load again") }
    let failed = hasErrors ? .configuration : results.compactMap { ExitStatus($0) }.first
    if let status = failed ?? (signals.signalName == nil ? nil : .resumable) { throw status.asExitCode }
  }

  private func printScripts(_ files: [PipelineFile], _ load: PipelineLoad, _ console: Console) throws {
    for file in files {
      do {
        let scripts = try LoadScripts(file, environment: load.loadEnvironment(of: file))
        let text = query ? try scripts.query() : try scripts.load(state: try state(), isFull: full)
        console.print(String(text.dropLast()))
      } catch let error as LoadError {
        console.log("\(file.path): error: \(error)")
        throw (ExitStatus(rawValue: error.kind.exitCode) ?? .unexpected).asExitCode
      } catch let error as LoadedStateError {
        console.log("error: cannot use \(loaded ?? ""): \(error); it must be the output of the script of `--query`")
        throw ExitStatus.configuration.asExitCode
      } catch let error as StorageError {
        console.log("error: cannot read \(loaded ?? ""): \(error.errno)")
        throw ExitStatus.configuration.asExitCode
      }
    }
  }

  /// The state that `--loaded` names; that of an empty warehouse without it.
  private func state() throws -> LoadedState {
    guard let loaded else { return LoadedState() }
    let bytes: [UInt8]
    if loaded == "-" {
      bytes = Array(try FileHandle.standardInput.readToEnd() ?? Data())
    } else {
      bytes = try NamedFile(FilePath(loaded)).read(limit: 256 << 20)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return try LoadedState(lines: text.split(whereSeparator: \.isNewline).map(String.init))
  }
}

extension ExitStatus {
  /// Nil for a load that succeeded.
  init?(_ result: Result<LoadSummary, LoadError>) {
    guard case .failure(let error) = result else { return nil }
    self = ExitStatus(rawValue: error.kind.exitCode) ?? .unexpected
  }
}
