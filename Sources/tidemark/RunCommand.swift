import ArgumentParser
import Declarations
import Exporting
import Planning
import Records

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Export what is not committed yet.",
    discussion: """
      Chunks are fetched one after another; each is committed by itself, so that a run that is stopped at any moment is \
      finished by the next one. Several pipelines go one after another; one that fails does not stop the next, and a table \
      of results ends the run. A run that --max-chunks or --until stops while chunks are left exits with 75.

      Example:
        tidemark run --sandbox pipelines/*-transferred-calls.yaml
        tidemark run --sandbox --record answers pipelines/*-emails.yaml
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

  @Flag(help: "Fetch the latest chunk first.")
  var newestFirst = false

  @Option(help: ArgumentHelp("Fetch at most so many chunks of each pipeline.", valueName: "count"))
  var maxChunks: Int?

  @Option(
    help: ArgumentHelp(
      "Begin no chunk from this time on, on the clock of the range's zone; the chunk in hand is finished.",
      valueName: "HH:MM"))
  var until: TimeOfDay?

  @Flag(help: "Stop, rather than wait, where another process uses the same token.")
  var noWait = false

  func validate() throws {
    if let maxChunks, maxChunks < 1 { throw ValidationError("--max-chunks takes 1 or more, not \(maxChunks)") }
  }

  func run() async throws {
    let console = Console()
    let workshop = Workshop(console: console, now: range.now)
    let jobs = try workshop.pipelines(pipelines, inSandbox: source.sandbox)
    let signals = SignalWatch()
    let began = workshop.clock.now
    let results = try await signals.run {
      try await workshop.withServices(
        for: jobs, inSandbox: source.sandbox, noWait: noWait, recording: kept.recording
      ) { jobs, services in
        var results: [PipelineResult] = []
        for job in jobs where !Task.isCancelled {
          results.append(await export(job, since: began, services: services, console: console))
        }
        return results
      }
    }
    if let signal = signals.signalName { console.tell("stopped by \(signal); run again to go on from here") }
    if results.count > 1, !reporting.quiet, reporting.logFormat == .text {
      console.print("")
      for line in ResultsText.lines(of: results) { console.print(line) }
    }
    if let failed = results.map(\.status).first(where: { $0 != .success }) { throw failed.asExitCode }
    if signals.signalName != nil { throw ExitStatus.resumable.asExitCode }
  }

  private func export(
    _ job: ExportJob, since began: Instant, services: ExportServices, console: Console
  ) async -> PipelineResult {
    var options = range.exportOptions
    options.adopt = adopt
    options.failFast = failFast
    options.newestFirst = newestFirst
    options.maxChunks = maxChunks
    options.until = until.map { StopTime(minutes: $0.minutes, after: began) }
    let reporter = reporting.reporter(console)
    do {
      let summary = try await Export(job, options: options, services: services) { reporter.report($0) }.run()
      reporter.report(.finished(summary))
      if !reporting.quiet, reporting.logFormat == .text { console.print(SummaryText.text(of: summary)) }
      return PipelineResult(pipeline: job.file.name, summary: summary, status: ExitStatus(summary))
    } catch {
      reporter.report(.refused(pipeline: job.file.path, error))
      return PipelineResult(pipeline: job.file.name, summary: nil, status: ExitStatus(error.kind))
    }
  }
}

/// `05:30`
struct TimeOfDay: ExpressibleByArgument {
  /// Since midnight.
  let minutes: Int

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
    else { return nil }
    self.minutes = hours * 60 + minutes
  }
}
