import ArgumentParser
import ConfigurationFiles
import Planning
import SchemaInference

struct InitCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Create a pipeline file for a report of the catalog, or from a saved response of any API.",
    discussion: """
      From the catalog, the file contains all columns of the report with their meaning. It is printed unless -o \
      specifies a file. It runs unchanged with --sandbox; for the real API, set the variables that it lists.

      With --from, columns and types are inferred from all records of a saved response. If the response matches a report of \
      the catalog, the pipeline uses that report. Otherwise a catalog file is also written, with a list of what a response \
      does not contain; SYSTEM/REPORT then sets its names. Existing files are not overwritten.

      Example:
        tidemark init $(tidemark reports | awk 'NR==1 {print $1}') --time-zone UTC
        tidemark init --from samples/responses/*-chat_13.json --time-zone UTC
      """)

  @Argument(
    help: ArgumentHelp("SYSTEM/REPORT; `tidemark reports` lists them.", valueName: "report"),
    completion: Completions.reports)
  var report: String?

  @Option(
    help: ArgumentHelp("A saved JSON response; - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Path to the response's records, for example `data.items`; . is the root. Default: detected.",
      valueName: "path"))
  var records: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Output file; - is standard output. Default: standard output; with --from, SYSTEM-REPORT.yaml.",
      valueName: "file"),
    completion: Completions.yaml)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Time zone of the range's days, for example America/Bogota; required.", valueName: "zone"),
    completion: Completions.timeZones)
  var timeZone: String

  @Option(
    help: ArgumentHelp("Your own catalog file that describes the system.", valueName: "file"),
    completion: Completions.yaml)
  var catalog: String?

  @Flag(help: "Overwrite existing files.")
  var force = false

  func validate() throws {
    if report == nil, from == nil {
      throw ValidationError("Give a report from `tidemark reports`, or a saved response with `--from`.")
    }
    if records != nil, from == nil { throw ValidationError("`--records` requires `--from`.") }
  }

  func run(_ console: Console) async throws {
    let now = SystemWallClock().now
    let files = ScaffoldWriter(console: console, mayReplace: force)
    let toStandardOutput = output == "-"
    guard let from else {
      let output = toStandardOutput ? nil : output
      let choice = CatalogChoice(console: console, catalog: catalog)
      let (system, report) = try choice.report(named: report ?? "")
      let template = PipelineTemplate(
        system: system, report: report, catalog: catalog, timeZone: timeZone, now: now, path: output)
      try files.check(template.text, path: output, catalogs: [:])
      guard let output else { return console.print(String(template.text.dropLast())) }
      try files.write([(output, template.text)])
      return console.log("\(output): written; next: `tidemark run --sandbox \(output)`")
    }
    try InitFromResponse(
      console: console, files: files, name: report, timeZone: timeZone, now: now, output: output,
      toStandardOutput: toStandardOutput,
      catalog: catalog
    ).run(from: from, records: records)
  }
}
