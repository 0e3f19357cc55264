import ArgumentParser
import Declarations
import Foundation
import Storage
import SystemPackage

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a pipeline file for a report of the catalog, with all its columns and what they mean.",
    discussion: """
      The file runs as it is with --sandbox; for the real API, set the variables that it names. A file that is there \
      already is left alone.

      Example:
        tidemark init $(tidemark reports | awk 'NR==1 {print $1}')
      """)

  @Argument(help: ArgumentHelp("SYSTEM/REPORT; `tidemark reports` lists them.", valueName: "report"))
  var report: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var output: String?

  @Option(help: ArgumentHelp("The zone whose midnights cut the days.", valueName: "zone"))
  var timeZone = "UTC"

  @Option(help: ArgumentHelp("A catalog file of your own that describes the system.", valueName: "file"))
  var catalog: String?

  func run() async throws {
    let console = Console()
    let (system, report) = try CatalogChoice(console: console, catalog: catalog).report(named: report)
    let text = PipelineDraft(system: system, report: report, catalog: catalog, timeZone: timeZone, path: output).text
    // What is handed out must be read back without a fault; the zone is all that the caller could get wrong.
    do throws(Diagnostics) {
      _ = try PipelineFile(
        yaml: text, path: output ?? "pipeline.yaml", catalog: CatalogLibrary(), surroundings: Workshop.surroundings,
        baseURLOverride: "http://sandbox")
    } catch {
      for fault in error.list { console.tell("error: \(fault.message)") }
      throw ExitStatus.usage.asExitCode
    }
    guard let output else { return console.print(String(text.dropLast())) }
    try write(text, to: FilePath(output), console)
    console.tell("\(output): written; try `tidemark run --sandbox \(output)`")
  }

  private func write(_ text: String, to path: FilePath, _ console: Console) throws {
    let files = DiskFileStore()
    do {
      guard try files.status(path) == nil else {
        console.tell("error: \(path) is there already; give another path, or remove it")
        throw ExitStatus.cannotWrite.asExitCode
      }
      try files.replaceFile(path, with: Array(text.utf8), mode: .shared)
    } catch let error as StorageError {
      console.tell("error: \(error)")
      throw ExitStatus.cannotWrite.asExitCode
    }
  }
}
