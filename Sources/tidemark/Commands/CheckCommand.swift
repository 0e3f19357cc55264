import ArgumentParser
import ConfigurationFiles
import Exporting
import Planning

struct CheckCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate pipeline and catalog files, without using the network or the sink.",
    discussion: """
      Reports all errors in a file at once, as `path:line:column: error: message`. Secrets that are not set are warnings.

      Example:
        tidemark check pipelines/*-emails.yaml
      """)

  @Argument(
    help: ArgumentHelp("Pipeline files, or catalog files.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @OptionGroup(title: "Range") var range: RangeEnds
  @OptionGroup(title: "Source") var source: SourceOptions
  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  var console: Console { reporting.console }

  func run(_ console: Console) async throws {
    let environment = RunEnvironment(console: console, now: range.now)
    let catalogs = files.filter { path in
      (try? environment.loader.environment.readFile(path)).map { FileKind(yaml: $0) == .catalog } ?? false
    }
    var hasErrors = false
    for path in catalogs {
      guard
        let systems = try? CatalogChoice(console: console, catalog: path, environment: environment.loader.environment)
          .systems()
      else {
        hasErrors = true
        continue
      }
      for system in systems where !reporting.quiet {
        console.print(
          "\(path): valid: catalog of \(system.name), \(NumberFormat.count(system.reports.count, "report"))")
      }
    }
    let jobs = try environment.loader.jobs(files.filter { !catalogs.contains($0) }, inSandbox: source.sandbox)
    for job in jobs {
      for warning in job.file.missingSecretDiagnostics(severity: .warning) {
        console.log("\(warning); `run` needs it")
      }
      do {
        let plan = try Plan(job.file, now: environment.clock.now, from: range.bounds.from, to: range.bounds.to)
        for note in plan.notes where !reporting.quiet { console.log("\(job.file.path): note: \(note)") }
        if let warning = plan.settleWarning(job.file.range) { console.log("\(job.file.path): warning: \(warning)") }
        if !reporting.quiet {
          console.print(
            "\(job.file.path): valid: \(job.file.source.reportName), \(NumberFormat.count(plan.chunks.count, "chunk")), "
              + "\(NumberFormat.count(job.file.fields.count, "column")), sink \(job.file.sink.path)")
        }
      } catch {
        console.log(error.diagnostic(in: job.file, overridden: range.overridden))
        hasErrors = true
      }
    }
    if hasErrors { throw ExitStatus.configuration.asExitCode }
  }
}
