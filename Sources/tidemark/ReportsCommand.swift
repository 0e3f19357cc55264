import ArgumentParser
import Declarations

struct ReportsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports",
    abstract: "List the catalog, or show all that it knows of a report.",
    discussion: """
      Example:
        tidemark reports wolkvox/agent_13_1
      """)

  @Argument(help: ArgumentHelp("SYSTEM/REPORT, or SYSTEM alone.", valueName: "report"))
  var report: String?

  @Option(help: ArgumentHelp("A catalog file of your own instead of the built-in systems.", valueName: "file"))
  var catalog: String?

  func run() async throws {
    let console = Console()
    let systems = try systems(console)
    guard let report else {
      for line in ReportsText.list(of: systems) { console.print(line) }
      return
    }
    let parts = report.split(separator: "/", maxSplits: 1).map(String.init)
    guard let system = systems.first(where: { $0.name == parts.first }) else {
      throw unknown("system `\(parts.first ?? report)`", among: systems.map(\.name), console)
    }
    guard parts.count == 2 else {
      for line in ReportsText.list(of: [system]) + ReportsText.access(to: system) { console.print(line) }
      return
    }
    guard let found = system.reports.first(where: { $0.name == parts[1] }) else {
      throw unknown("report `\(parts[1])` of \(system.name)", among: system.reports.map(\.name), console)
    }
    for line in ReportsText.page(on: found, of: system) { console.print(line) }
  }

  private func unknown(_ what: String, among names: [String], _ console: Console) -> ExitCode {
    let name = what.split(separator: "`").dropFirst().first.map(String.init) ?? ""
    let hint = NearestWord.hint(for: name, among: names)
    console.tell("error: the catalog has no \(what)\(hint.isEmpty ? "; it has \(names.joined(separator: ", "))" : hint)")
    return ExitStatus.usage.asExitCode
  }

  private func systems(_ console: Console) throws -> [CatalogSystem] {
    do {
      if let catalog { return [try CatalogSystem(yaml: Workshop.surroundings.readFile(catalog), path: catalog)] }
      let library = CatalogLibrary()
      return try library.names.compactMap { try library.system(named: $0) }
    } catch let faults as Diagnostics {
      for fault in faults.list { console.tell("\(fault)") }
    } catch {
      console.tell("error: cannot read the catalog file: \(error)")
    }
    throw ExitStatus.configuration.asExitCode
  }
}
