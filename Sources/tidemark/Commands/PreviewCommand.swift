import ArgumentParser
import ConfigurationFiles
import Exporting
import Foundation

struct PreviewCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Fetch the first rows of one chunk and print them; writes nothing.",
    discussion: """
      Uses the first chunk that a run would fetch, or the one given by --chunk, and stops reading after --rows rows. ∅ is \
      null, "" is empty text. Records that a run would reject are shown with the reason.

      Example:
        tidemark preview --sandbox --rows 5 pipelines/*-transferred-calls.yaml
      """)

  @Argument(
    help: ArgumentHelp("A pipeline file.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String

  @Option(help: "Number of rows to show, 1 to 1000.")
  var rows = 10

  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup(title: "Source") var source: SourceOptions

  @Flag(help: "Stop instead of waiting if another process uses the same token.")
  var noWait = false

  func validate() throws {
    guard (1...1_000).contains(rows) else { throw ValidationError("--rows expects 1 to 1000; found \(rows)") }
  }

  func run(_ console: Console) async throws {
    let environment = RunEnvironment(console: console, now: range.now)
    let jobs = try environment.loader.jobs([pipeline], inSandbox: source.sandbox)
    let signals = SignalHandler()
    let failure = try await signals.run { () -> ExitStatus? in
      try await environment.withServices(for: jobs, inSandbox: source.sandbox, noWait: noWait) { jobs, services in
        for job in jobs {
          do throws(ExportError) {
            let reporter = TextReporter(console: console, isQuiet: false, isVerbose: false)
            let preview = try await ExportPreview(
              job, rows: rows, options: range.exportOptions, services: services
            ) { reporter.report($0) }
            let columns = TerminalLayout.columns(of: STDOUT_FILENO)
            for line in PreviewFormatter.lines(of: preview, file: job.file, columns: columns) { console.print(line) }
          } catch {
            console.log("\(job.file.path): error: \(error)")
            return ExitStatus(error.kind)
          }
        }
        return nil
      }
    }
    if let failure { throw failure.asExitCode }
  }
}
