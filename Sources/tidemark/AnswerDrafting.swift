import ArgumentParser
import Declarations
import Foundation
import Inference
import Storage
import SystemPackage

/// Makes a pipeline from a saved answer, and a catalog file where no report of the catalog fits it.
struct AnswerDrafting {
  let console: Console
  let files: DraftFiles
  /// SYSTEM/REPORT, where the caller names it.
  let name: String?
  let timeZone: String
  let output: String?
  let catalog: String?

  /// - Parameter source: the answer's path; `-` is standard input.
  func run(from source: String, records: String?) throws {
    let answer = try read(source, records: records)
    let match = try match(answer)
    let lines = ProposalText.lines(
      of: answer, fields: match?.typed(answer.fields) ?? answer.fields, source: source,
      columns: TerminalText.columns(of: STDOUT_FILENO))
    for line in lines + [""] { console.print(line) }
    if let match {
      try write(match)
    } else {
      try writeNewSystem(answer, source: source)
    }
  }

  private func read(_ source: String, records: String?) throws -> AnswerProposal {
    do {
      let saved = try source == "-" ? StandardInput.answer() : SavedAnswer(FilePath(source), files: DiskFileStore())
      guard let records else { return try AnswerProposal(saved, records: nil) }
      guard let path = records == "." ? .init([]) : FieldOrigin.KeyPath(written: records) else {
        console.tell("error: `--records` takes the name of a key such as `data` or `result.rows`, not `\(records)`")
        throw ExitStatus.usage.asExitCode
      }
      return try AnswerProposal(saved, records: path.keys)
    } catch let error as InferenceError {
      console.tell("error: \(error)")
      throw ExitStatus.badData.asExitCode
    } catch let error as StorageError {
      console.tell("error: \(error)")
      throw ExitStatus.usage.asExitCode
    }
  }

  // MARK: A report of the catalog

  /// The report that the answer is of; nil: of none that is described.
  private func match(_ answer: AnswerProposal) throws -> ReportMatch? {
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
        for match in ReportMatch.best(for: answer, among: systems) {
          console.tell("note: the answer fits \(match.system.name)/\(match.report.name), which the catalog describes")
        }
        return nil
      }
      if let match = ReportMatch(report, of: system, answer: answer, isCertain: true) { return match }
      console.tell(
        "error: the answer is not of \(name), whose records are at `\(report.envelope.records.joined(separator: "."))`")
      throw ExitStatus.badData.asExitCode
    }
    let matches = ReportMatch.best(for: answer, among: systems)
    if matches.count > 1 {
      let names = matches.map { "\($0.system.name)/\($0.report.name)" }.joined(separator: ", ")
      console.tell("error: the answer fits several reports equally well: \(names); name one of them before `--from`")
      throw ExitStatus.usage.asExitCode
    }
    if matches.isEmpty, let catalog {
      console.tell("error: the answer fits no report of \(catalog); leave `--catalog` out to begin a catalog file")
      throw ExitStatus.badData.asExitCode
    }
    return matches.first
  }

  private func write(_ match: ReportMatch) throws {
    var report = match.report
    let documented = report.fields.count
    report.fields = match.present
    var draft = PipelineDraft(
      system: match.system, report: report, catalog: catalog, timeZone: timeZone, path: output,
      more: match.undocumented)
    let path = output ?? "\(draft.name).yaml"
    draft = PipelineDraft(
      system: match.system, report: report, catalog: catalog, timeZone: timeZone, path: path, more: match.undocumented)
    try files.check(draft.text, path: path, catalogs: [:])
    try files.write([(path, draft.text)])
    let missing = documented - match.present.count
    let notes = [
      missing > 0 ? "\(missing) of \(Quantity.count(documented, "documented field")) not in it" : nil,
      match.undocumented.isEmpty ? nil : "\(Quantity.count(match.undocumented.count, "field")) not in the catalog",
    ].compactMap { $0 }
    console.tell(
      "fits \(match.system.name)/\(report.name) of the catalog: \(report.title)"
        + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"))
    console.tell("\(path): written; try `tidemark run --sandbox \(path)`")
  }

  // MARK: A new system

  private func writeNewSystem(_ answer: AnswerProposal, source: String) throws {
    let parts = try name.map(nameParts) ?? (system: "my-api", report: AnswerDrafting.reportName(of: source))
    let path = output ?? "\(parts.system)-\(parts.report.replacing("_", with: "-")).yaml"
    let folder = FilePath(path).removingLastComponent()
    let catalogPath = folder.appending("\(parts.system).catalog.yaml").string
    let draft = CatalogDraft(
      system: parts.system, report: parts.report, source: source, answer: answer, path: catalogPath)
    let system: CatalogSystem
    do throws(Diagnostics) {
      system = try CatalogSystem(yaml: draft.text, path: catalogPath)
    } catch {
      for fault in error.list { console.tell("\(fault)") }
      throw ExitStatus.unexpected.asExitCode
    }
    guard let report = system.reports.first else { throw ExitStatus.unexpected.asExitCode }
    let pipeline = PipelineDraft(
      system: system, report: report, catalog: catalogPath, timeZone: timeZone, path: path)
    try files.check(pipeline.text, path: path, catalogs: [catalogPath: draft.text])
    try files.write([(catalogPath, draft.text), (path, pipeline.text)], catalog: catalogPath)
    console.tell("the catalog does not have \(system.name), so it is described in a file of its own")
    console.tell("\(catalogPath): written; an answer does not tell how it was asked for, so fill in:")
    for (number, point) in CatalogDraft.openPoints.enumerated() { console.tell("  (\(number + 1)) \(point)") }
    console.tell("\(path): written; try `tidemark run --sandbox \(path)`")
  }

  private func nameParts(_ name: String) throws -> (system: String, report: String) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy({ ScalarForm.identifier.fault(in: $0) == nil }) else {
      console.tell("error: `\(name)` is no SYSTEM/REPORT of letters, digits, `_`, `-` and `.`, for example acme/calls")
      throw ExitStatus.usage.asExitCode
    }
    return (parts[0], parts[1])
  }

  /// The file's name without its ending, as far as it can be a report's name.
  private static func reportName(of source: String) -> String {
    let stem = FilePath(source).stem ?? ""
    let kept = stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) ? $0 : "-" }
    let name = String(kept.drop { !$0.isLetter && !$0.isNumber })
    return name.isEmpty ? "records" : name
  }
}
