import ArgumentParser
import Declarations
import Exporting

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Export what is not committed yet.",
    discussion: """
      Chunks are fetched one after another; each is committed by itself, so that a run that is stopped at any moment is \
      finished by the next one. Several pipelines go one after another; one that fails does not stop the next.

      Example:
        tidemark run --sandbox pipelines/wolkvox-transferred-calls.yaml
        tidemark run --record answers pipelines/wolkvox-emails.yaml
      """)

  @Argument(
    help: ArgumentHelp("Pipeline files.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipelines: [String]

  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup(title: "Source") var source: SourceOptions
  @OptionGroup(title: "Source") var kept: RecordingOptions
  @OptionGroup(title: "Reporting") var reporting: ReportingOptions

  @Flag(help: "Keep chunks that were committed in another shape: they are still right.")
  var adopt = false

  @Flag(help: "Stop at the first chunk that fails.")
  var failFast = false

  @Flag(help: "Stop, rather than wait, where another process uses the same token.")
  var noWait = false

  func run() async throws {
    let console = Console()
    let workshop = Workshop(console: console, now: range.now)
    let jobs = try workshop.pipelines(pipelines, inSandbox: source.sandbox)
    let signals = SignalWatch()
    let statuses = try await signals.run {
      try await workshop.withServices(
        for: jobs, inSandbox: source.sandbox, noWait: noWait, recording: kept.recording
      ) { jobs, services in
        var statuses: [ExitStatus] = []
        for job in jobs where !Task.isCancelled {
          statuses.append(await export(job, services: services, console: console))
        }
        return statuses
      }
    }
    if let signal = signals.signalName { console.tell("stopped by \(signal); run again to go on from here") }
    if let failed = statuses.first(where: { $0 != .success }) { throw failed.asExitCode }
    if signals.signalName != nil { throw ExitStatus.resumable.asExitCode }
  }

  private func export(_ job: ExportJob, services: ExportServices, console: Console) async -> ExitStatus {
    var options = range.exportOptions
    options.adopt = adopt
    options.failFast = failFast
    let reporter = reporting.reporter(console)
    do {
      let summary = try await Export(job, options: options, services: services) { reporter.report($0) }.run()
      reporter.report(.finished(summary))
      if !reporting.quiet, reporting.logFormat == .text { console.print(SummaryText.text(of: summary)) }
      return ExitStatus(summary)
    } catch {
      reporter.report(.refused(pipeline: job.file.path, error))
      return ExitStatus(error.kind)
    }
  }
}
