import ArgumentParser
import ConfigurationFiles
import Foundation
import Records
import SchemaInference
import Storage
import SystemPackage

/// Writes a pipeline from a saved response, and a catalog file if no report of the catalog matches it.
struct InitFromResponse {
  let console: Console
  let files: ScaffoldWriter
  /// SYSTEM/REPORT, if the user gave it.
  let name: String?
  let timeZone: String
  let now: Instant
  let output: String?
  /// True if the pipeline is printed instead of written; everything else then goes to standard error.
  let toStandardOutput: Bool
  let catalog: String?

  /// - Parameter source: the response's path; `-` is standard input.
  func run(from source: String, records: String?) throws {
    let response = try read(source, records: records)
    let match = try match(response)
    let lines = ProposalFormatter.lines(
      of: response, fields: match?.typed(response.fields) ?? response.fields, source: source,
      columns: TerminalLayout.columns(of: STDOUT_FILENO))
    for line in lines + [""] { toStandardOutput ? console.log(line) : console.print(line) }
    if let match {
      try write(match)
    } else {
      try writeNewSystem(response, source: source)
    }
  }

  private func read(_ source: String, records: String?) throws -> ResponseProposal {
    do {
      let isStandardInput = source == "-"
      let file = isStandardInput ? NamedFile.standardInput : NamedFile(FilePath(source))
      let saved = SavedResponse(
        try file.open(copyingTo: FilePath(FileManager.default.temporaryDirectory.path)),
        name: isStandardInput ? "standard input" : source)
      guard let records else { return try ResponseProposal(saved, records: nil) }
      guard let path = records == "." ? .init([]) : FieldOrigin.KeyPath(written: records) else {
        console.log("error: `--records` expects the name of a key such as `data` or `result.rows`; found `\(records)`")
        throw ExitStatus.usage.asExitCode
      }
      return try ResponseProposal(saved, records: path.keys)
    } catch let error as InferenceError {
      console.log("error: \(error)")
      throw ExitStatus.badData.asExitCode
    } catch let error as StorageError {
      console.log("error: \(error)")
      throw ExitStatus.usage.asExitCode
    }
  }

  // MARK: A report of the catalog

  /// The catalog's report that the response belongs to; nil if none matches.
  private func match(_ response: ResponseProposal) throws -> ReportMatch? {
    let systems = try CatalogChoice(console: console, catalog: catalog).systems()
    if let name {
      let parts = try nameParts(name)
      guard let system = systems.first(where: { $0.name == parts.system }),
        let report = system.reports.first(where: { $0.name == parts.report })
      else {
        if catalog != nil || systems.contains(where: { $0.name == parts.system }) {
          // A described system has the reports that its file describes.
          _ = try CatalogChoice(console: console, catalog: catalog).report(named: name)
        }
        for match in ReportMatch.best(for: response, among: systems) {
          console.log("note: the response matches \(match.system.name)/\(match.report.name), which is in the catalog")
        }
        return nil
      }
      if let match = ReportMatch(report, of: system, response: response, isCertain: true) { return match }
      console.log(
        "error: the response does not match \(name); expected records at `\(report.envelope.records.joined(separator: "."))`"
      )
      throw ExitStatus.badData.asExitCode
    }
    let matches = ReportMatch.best(for: response, among: systems)
    if matches.count > 1 {
      let names = matches.map { "\($0.system.name)/\($0.report.name)" }.joined(separator: ", ")
      console.log(
        "error: the response matches several reports equally well: \(names); give one of them before `--from`")
      throw ExitStatus.usage.asExitCode
    }
    if matches.isEmpty, let catalog {
      console.log("error: the response matches no report of \(catalog); omit `--catalog` to create a catalog file")
      throw ExitStatus.badData.asExitCode
    }
    return matches.first
  }

  private func write(_ match: ReportMatch) throws {
    var report = match.report
    let documented = report.fields.count
    report.fields = match.present
    var template = PipelineTemplate(
      system: match.system, report: report, catalog: catalog, timeZone: timeZone, now: now, path: output,
      more: match.undocumented)
    let path = (toStandardOutput ? nil : output) ?? "\(template.name).yaml"
    template = PipelineTemplate(
      system: match.system, report: report, catalog: catalog, timeZone: timeZone, now: now, path: path,
      more: match.undocumented)
    try files.check(template.text, path: path, catalogs: [:])
    if toStandardOutput {
      console.print(String(template.text.dropLast()))
    } else {
      try files.write([(path, template.text)])
    }
    let missing = documented - match.present.count
    let notes = [
      missing > 0 ? "\(missing) of \(NumberFormat.count(documented, "documented field")) missing" : nil,
      match.undocumented.isEmpty ? nil : "\(NumberFormat.count(match.undocumented.count, "field")) not in the catalog",
    ].compactMap { $0 }
    console.log(
      "matches the catalog's \(match.system.name)/\(report.name): \(report.title)"
        + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"))
    guard !toStandardOutput else { return }
    console.log("\(path): written; next: `tidemark run --sandbox \(path)`")
  }

  // MARK: A new system

  private func writeNewSystem(_ response: ResponseProposal, source: String) throws {
    guard !toStandardOutput else {
      console.log(
        "error: the catalog does not contain the report, so that `init` writes a catalog file next to the pipeline; "
          + "give a file with `-o`")
      throw ExitStatus.usage.asExitCode
    }
    let parts = try name.map(nameParts) ?? (system: "my-api", report: InitFromResponse.reportName(of: source))
    let path = output ?? "\(parts.system)-\(parts.report.replacing("_", with: "-")).yaml"
    let folder = FilePath(path).removingLastComponent()
    let catalogPath = folder.appending("\(parts.system).catalog.yaml").string
    let template = CatalogTemplate(
      system: parts.system, report: parts.report, source: source, response: response, path: catalogPath)
    let system: CatalogSystem
    do throws(Diagnostics) {
      system = try CatalogSystem(yaml: template.text, path: catalogPath)
    } catch {
      for diagnostic in error.list { console.log("\(diagnostic)") }
      throw ExitStatus.unexpected.asExitCode
    }
    guard let report = system.reports.first else { throw ExitStatus.unexpected.asExitCode }
    let pipeline = PipelineTemplate(
      system: system, report: report, catalog: catalogPath, timeZone: timeZone, now: now, path: path)
    try files.check(pipeline.text, path: path, catalogs: [catalogPath: template.text])
    try files.write([(catalogPath, template.text), (path, pipeline.text)], catalog: catalogPath)
    console.log("the catalog does not contain \(system.name); describing it in its own file")
    console.log("\(catalogPath): written; fill in what a response does not contain:")
    for (number, point) in CatalogTemplate.openPoints.enumerated() { console.log("  (\(number + 1)) \(point)") }
    console.log("\(path): written; next: `tidemark run --sandbox \(path)`")
  }

  private func nameParts(_ name: String) throws -> (system: String, report: String) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy({ ScalarType.identifier.error(in: $0) == nil }) else {
      console.log(
        "error: invalid SYSTEM/REPORT `\(name)`; use letters, digits, `_`, `-` and `.`, for example acme/calls")
      throw ExitStatus.usage.asExitCode
    }
    return (parts[0], parts[1])
  }

  /// Returns the file's name without its extension, with unsupported characters replaced, for use as a report's name.
  private static func reportName(of source: String) -> String {
    let stem = FilePath(source).stem ?? ""
    let kept = stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) ? $0 : "-" }
    let name = String(kept.drop { !$0.isLetter && !$0.isNumber })
    return name.isEmpty ? "records" : name
  }
}
