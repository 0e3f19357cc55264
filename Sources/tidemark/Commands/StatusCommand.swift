import ArgumentParser
import ConfigurationFiles
import Exporting
import Foundation
import Planning
import Storage
import SystemPackage

struct StatusCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the progress of an export: a calendar, totals, the last run, and the next step.",
    discussion: """
      Reads only the sink, and works during a run. A day's symbol is the state of its chunk that most needs attention. \
      --html also writes a self-contained page, with rows and bytes by day and the last runs.

      Example:
        tidemark status --sandbox pipelines/*-transferred-calls.yaml
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Argument(
    help: ArgumentHelp("A pipeline file.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String

  @Option(help: "Output format: `text`, or `json` (one object).")
  var format = Format.text

  @Option(
    help: ArgumentHelp("Also write the status as an HTML page to this file.", valueName: "file"), completion: .file())
  var html: String?

  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup(title: "Source") var source: SourceOptions

  func run(_ console: Console) async throws {
    let environment = RunEnvironment(console: console, now: range.now)
    for job in try environment.loader.jobs([pipeline], inSandbox: source.sandbox) {
      do throws(ExportError) {
        let now = environment.clock.now
        let status = try ExportStatus(
          job, options: range.exportOptions, files: DiskFileStore(), now: now, historyCount: 30)
        let runCommand = "tidemark run \(source.sandbox ? "--sandbox " : "")\(job.file.path)"
        for warning in status.warnings { console.log("warning: \(warning)") }
        switch format {
        case .text:
          for line in StatusFormatter.lines(of: status, file: job.file, runCommand: runCommand) { console.print(line) }
        case .json:
          console.print(StatusJSON.text(of: status, file: job.file, runCommand: runCommand))
        }
        if let html {
          try write(
            StatusHTML.text(of: status, file: job.file, runCommand: runCommand, now: now), to: html, sink: job.file.sink
          )
        }
      } catch {
        console.log("\(job.file.path): error: \(error)")
        throw ExitStatus(error.kind).asExitCode
      }
    }
  }

  private func write(_ page: String, to path: String, sink: SinkDeclaration) throws(ExportError) {
    do {
      let path = try NamedFile(FilePath(path)).replacementPath()
      let files = DiskFileStore().withMode(sink.permissions)
      try files.replaceFile(path, with: Array(page.utf8), mode: .shared, sibling: path.uniqueSibling())
    } catch {
      throw ExportError(kind: .cannotWrite, reason: "cannot write the page: \(error)", stopsRun: true)
    }
  }
}
