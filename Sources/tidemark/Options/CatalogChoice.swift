import ArgumentParser
import ConfigurationFiles

/// The systems and reports available to a command: the built-in ones, or those of a catalog file.
struct CatalogChoice {
  let console: Console
  /// The path of a catalog file that replaces the built-in systems.
  let catalog: String?
  var environment = RunEnvironment.configurationEnvironment

  /// - Throws: the exit status for a file that is wrong or cannot be read, after its errors are printed.
  func systems() throws -> [CatalogSystem] {
    do {
      if let catalog { return [try CatalogSystem(yaml: environment.readFile(catalog), path: catalog)] }
      let library = CatalogLibrary()
      return try library.names.compactMap { try library.system(named: $0) }
    } catch let diagnostics as Diagnostics {
      for diagnostic in diagnostics.list { console.log("\(diagnostic)") }
    } catch {
      console.log("error: cannot read the catalog file: \(error)")
    }
    throw ExitStatus.configuration.asExitCode
  }

  /// Returns the system with a name.
  func system(named name: String) throws -> CatalogSystem {
    let systems = try systems()
    guard let system = systems.first(where: { $0.name == name }) else {
      throw unknown("system", name, among: systems.map(\.name), reports: systems)
    }
    return system
  }

  /// Returns the report that SYSTEM/REPORT names.
  func report(named name: String) throws -> (CatalogSystem, CatalogReport) {
    let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let system = try system(named: parts[0])
    let names = system.reports.map(\.name)
    guard parts.count == 2 else {
      console.log("error: \(name) is a system; add a report, for example \(system.name)/\(names.first ?? "report")")
      throw ExitStatus.usage.asExitCode
    }
    guard let report = system.reports.first(where: { $0.name == parts[1] }) else {
      throw unknown("report of \(system.name)", parts[1], among: names)
    }
    return (system, report)
  }

  /// - Parameter systems: the systems to search for a report that was given without its system.
  private func unknown(
    _ kind: String, _ name: String, among names: [String], reports systems: [CatalogSystem] = []
  ) -> ExitCode {
    var hint = SpellingSuggestion.hint(for: name, among: names)
    if let system = systems.first(where: { $0.reports.contains { $0.name == name } }), hint.isEmpty {
      hint = "; did you mean `\(system.name)/\(name)`?"
    }
    console.log(
      "error: the catalog does not contain the \(kind) `\(name)`\(hint.isEmpty ? "; known: \(names.joined(separator: ", "))" : hint)"
    )
    return ExitStatus.usage.asExitCode
  }
}
