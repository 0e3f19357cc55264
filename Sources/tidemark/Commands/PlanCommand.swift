import ArgumentParser
import Checkpoints
import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import Planning
import Storage
import SystemPackage

struct PlanCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show each chunk with its state and request, without using the network.",
    discussion: """
      States: committed, provisional (the next run fetches it again), pending, open (has not ended yet), stale \
      (committed with different settings). On a terminal, the common beginning of all requests is shown once.

      Example:
        tidemark plan --sandbox pipelines/*-emails.yaml
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Argument(
    help: ArgumentHelp("Pipeline files.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipelines: [String]

  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup(title: "Source") var source: SourceOptions
  @Option(help: "Output format: `text` (a table), or `json` (one object per pipeline).")
  var format = Format.text

  func run(_ console: Console) async throws {
    let environment = RunEnvironment(console: console, now: range.now)
    var failure: ExitStatus?
    for job in try environment.loader.jobs(pipelines, inSandbox: source.sandbox) {
      do throws(ExportError) {
        let plan = try ExportPlan(
          job, options: range.exportOptions, files: DiskFileStore(), now: environment.clock.now)
        for warning in plan.warnings { console.log("warning: \(warning)") }
        switch format {
        case .text:
          for line in PlanFormatter.lines(of: plan, file: job.file, columns: TerminalLayout.columns(of: STDOUT_FILENO))
          {
            console.print(line)
          }
        case .json: console.print(PlanJSON.text(of: plan, file: job.file))
        }
      } catch {
        console.log("\(job.file.path): error: \(error)")
        failure = failure ?? ExitStatus(error.kind)
      }
    }
    if let failure { throw failure.asExitCode }
  }
}
