import ArgumentParser
import Declarations
import Inference

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a pipeline file for a report of the catalog, or for a saved answer of any API.",
    discussion: """
      From the catalog, the file has all columns of the report and what they mean; it goes to standard output unless -o \
      names a file. It runs as it is with --sandbox; for the real API, set the variables that it names.

      With --from, the columns and their types follow from all records of a saved answer. If the answer fits a report of \
      the catalog, the pipeline names that report. Otherwise a catalog file is written beside it, with a list of what an \
      answer cannot tell. SYSTEM/REPORT then says what to call them. A file that is there already is left alone.

      Example:
        tidemark init $(tidemark reports | awk 'NR==1 {print $1}') --time-zone UTC
        tidemark init --from samples/responses/*-chat_13.json --time-zone UTC
      """)

  @Argument(
    help: ArgumentHelp("SYSTEM/REPORT; `tidemark reports` lists them.", valueName: "report"),
    completion: Completions.reports)
  var report: String?

  @Option(
    help: ArgumentHelp("A saved answer, JSON; - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Where the answer's records are, as `data.items`; . is the answer itself. Left out, they are looked for.",
      valueName: "path"))
  var records: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write to this file; with --from, SYSTEM-REPORT.yaml by default.", valueName: "file"),
    completion: Completions.yaml)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The zone whose midnights cut the days, for example America/Bogota; there is no default.", valueName: "zone"),
    completion: Completions.timeZones)
  var timeZone: String

  @Option(
    help: ArgumentHelp("A catalog file of your own that describes the system.", valueName: "file"),
    completion: Completions.yaml)
  var catalog: String?

  @Flag(help: "Replace files that are there already.")
  var force = false

  func validate() throws {
    if report == nil, from == nil {
      throw ValidationError("Give a report, as `tidemark reports` lists them, or a saved answer with `--from`.")
    }
    if records != nil, from == nil { throw ValidationError("`--records` goes with `--from`.") }
  }

  func run() async throws {
    let console = Console()
    let files = DraftFiles(console: console, mayReplace: force)
    guard let from else {
      let choice = CatalogChoice(console: console, catalog: catalog)
      let (system, report) = try choice.report(named: report ?? "")
      let draft = PipelineDraft(system: system, report: report, catalog: catalog, timeZone: timeZone, path: output)
      try files.check(draft.text, path: output, catalogs: [:])
      guard let output else { return console.print(String(draft.text.dropLast())) }
      try files.write([(output, draft.text)])
      return console.tell("\(output): written; try `tidemark run --sandbox \(output)`")
    }
    try AnswerDrafting(
      console: console, files: files, name: report, timeZone: timeZone, output: output, catalog: catalog
    ).run(from: from, records: records)
  }
}
