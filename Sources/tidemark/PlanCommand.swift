import ArgumentParser
import Checkpoints
import Declarations
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
    let workshop = Workshop(console: console, now: range.now)
    var failure: ExitStatus?
    for job in try workshop.pipelines(pipelines, inSandbox: source.sandbox) {
      do throws(ExportFailure) {
        let outlook = try ExportOutlook(
          job, options: range.exportOptions, files: DiskFileStore(), now: workshop.clock.now)
        for warning in outlook.warnings { console.tell("warning: \(warning)") }
        switch format {
        case .text:
          for line in PlanText.lines(of: outlook, file: job.file, columns: TerminalText.columns(of: STDOUT_FILENO)) {
            console.print(line)
          }
        case .json: console.print(PlanJSON.text(of: outlook, file: job.file))
        }
      } catch {
        console.tell("\(job.file.path): error: \(error)")
        failure = failure ?? ExitStatus(error.kind)
      }
    }
    if let failure { throw failure.asExitCode }
  }
}
