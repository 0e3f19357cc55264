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
      if let catalog {
        let text = try environment.readFile(catalog)
        guard !FileKind.isPipeline(yaml: text) else {
          console.log("\(catalog): error: a pipeline file, not a catalog; its catalog is named by `source.catalog`")
          throw ExitStatus.configuration.asExitCode
        }
        return [try CatalogSystem(yaml: text, path: catalog)]
      }
      let library = CatalogLibrary()
      return try library.names.compactMap { try library.system(named: $0) }
    } catch let status as ExitCode {
      throw status
    } catch let diagnostics as Diagnostics {
      for diagnostic in diagnostics.list { console.log("\(diagnostic)") }
    } catch {
      console.log("\(catalog ?? "catalog"): error: cannot read the catalog file: \(error)")
    }
    throw ExitStatus.configuration.asExitCode
  }

  /// Returns the system with a name.
  func system(named name: String) throws -> CatalogSystem {
    let systems = try systems()
    guard let system = systems.first(where: { $0.name == name }) else {
      throw unknown(name, in: systems)
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
      let hint = SpellingSuggestion.hint(for: parts[1], among: names)
      console.log(
        "error: `\(system.name)` has no report `\(parts[1])`"
          + (hint.isEmpty ? "; known: \(names.joined(separator: ", "))" : hint))
      throw ExitStatus.usage.asExitCode
    }
    return (system, report)
  }

  /// Reports a system that does not exist, and finds a report that was given without its system.
  private func unknown(_ name: String, in systems: [CatalogSystem]) -> ExitCode {
    let names = systems.map(\.name)
    var hint = SpellingSuggestion.hint(for: name, among: names)
    if let system = systems.first(where: { $0.reports.contains { $0.name == name } }), hint.isEmpty {
      hint = "; did you mean `\(system.name)/\(name)`?"
    }
    console.log(
      "error: the catalog does not contain the system `\(name)`\(hint.isEmpty ? "; known: \(names.joined(separator: ", "))" : hint)"
    )
    return ExitStatus.usage.asExitCode
  }
}
