import ArgumentParser
import ConfigurationFiles
import Foundation

struct ReportsCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports",
    abstract: "List the catalog's reports, or show one report's details.",
    discussion: """
      Example:
        tidemark reports $(tidemark reports | awk 'NR==1 {print $1}')
      """)

  @Argument(
    help: ArgumentHelp("SYSTEM/REPORT, or SYSTEM alone.", valueName: "report"), completion: Completions.reports)
  var report: String?

  @Option(
    help: ArgumentHelp("Your own catalog file, instead of the built-in systems.", valueName: "file"),
    completion: Completions.yaml)
  var catalog: String?

  func run(_ console: Console) async throws {
    let choice = CatalogChoice(console: console, catalog: catalog)
    guard let report else {
      for line in ReportsFormatter.list(of: try choice.systems()) { choice.console.print(line) }
      return
    }
    guard report.contains("/") else {
      let system = try choice.system(named: report)
      for line in ReportsFormatter.list(of: [system]) + ReportsFormatter.access(to: system) {
        choice.console.print(line)
      }
      return
    }
    let (system, found) = try choice.report(named: report)
    for line in ReportsFormatter.page(on: found, of: system, columns: TerminalLayout.columns(of: STDOUT_FILENO)) {
      choice.console.print(line)
    }
  }
}
