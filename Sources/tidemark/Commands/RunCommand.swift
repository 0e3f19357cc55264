import ArgumentParser
import Checkpoints
import ConfigurationFiles
import Exporting
import Foundation
import Loading
import Planning
import Records
import Storage
import SystemPackage

struct RunCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Export the chunks that are not committed yet.",
    discussion: """
      Fetches chunks one after another and commits each separately, so that the next run resumes a run that was stopped at \
      any moment. Several pipelines run one after another; one that fails, or whose file has errors, does not stop \
      the others, and a table of results is printed last. Exits with 75 if --max-chunks or --until leaves chunks for the next run.

      After each pipeline, --load loads what is committed into its warehouse table, also if the run stopped early; then its \
      `on_finish` command runs, if it has one.

      Example:
        tidemark run --sandbox pipelines/*-transferred-calls.yaml
        tidemark run --sandbox --record responses pipelines/*-emails.yaml
      """)

  @Argument(
    help: ArgumentHelp("Pipeline files.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipelines: [String]

  @OptionGroup(title: "Range") var range: RangeOptions
  @OptionGroup(title: "Source") var source: SourceOptions
  @OptionGroup(title: "Source") var kept: RecordingOptions
  @OptionGroup(title: "Reporting") var reporting: ReportingOptions
  @OptionGroup(title: "Reporting") var requests: VerboseOption

  @Flag(help: "Keep chunks that were committed with different settings, because they are still correct.")
  var adopt = false

  @Flag(help: "Stop at the first chunk that fails.")
  var failFast = false

  @Flag(help: "Fetch the latest chunk of the range first.")
  var newestFirst = false

  @Option(help: ArgumentHelp("Maximum number of chunks to export per pipeline.", valueName: "count"))
  var maxChunks: Int?

  @Option(
    help: ArgumentHelp(
      "Start no new chunk after this time of day (range's time zone); the current chunk completes.",
      valueName: "HH:MM"),
    transform: { try TimeOfDay($0) })
  var until: TimeOfDay?

  @Flag(help: "Stop instead of waiting if another process uses the same token.")
  var noWait = false

  @Flag(help: "After each pipeline, load the committed partitions into the table of its `load` section.")
  var load = false

  @Option(
    help: ArgumentHelp(
      "Write metrics to this file in Prometheus text format, for node_exporter's textfile collector.",
      valueName: "file.prom"),
    completion: .file(extensions: ["prom"]))
  var metrics: String?

  func validate() throws {
    if adopt, let refresh = range.refresh {
      throw ValidationError(
        "--adopt keeps the chunks that --refresh \(refresh.rawValue) fetches again; use only one of them")
    }
    if adopt, !range.chunks.isEmpty {
      throw ValidationError("--adopt keeps all committed chunks and cannot be used with --chunk")
    }
    if let maxChunks, maxChunks < 1 { throw ValidationError("--max-chunks expects 1 or more; found \(maxChunks)") }
  }

  var console: Console { reporting.console }

  func run(_ console: Console) async throws {
    let file = metrics.map { MetricsFile(path: FilePath($0)) }
    if let error = file?.error() {
      console.log("error: \(error)")
      throw ExitStatus.cannotWrite.asExitCode
    }
    var results: [PipelineResult] = []
    var status: ExitStatus
    do {
      (results, status) = try await export(console)
    } catch let code as ExitCode {
      // The error is already printed; the metrics record it for alerts.
      status = ExitStatus(rawValue: code.rawValue) ?? .unexpected
    }
    do {
      try await file?.update(results, exitCode: status.rawValue)
    } catch {
      console.log("error: cannot write the metrics: \(error)")
      if status == .success { status = .cannotWrite }
    }
    if status != .success { throw status.asExitCode }
  }

  /// Runs the pipelines one after another and returns their results.
  ///
  /// - Throws: the exit status if none of them was started, after the reason is printed.
  private func export(_ console: Console) async throws -> ([PipelineResult], ExitStatus) {
    let environment = RunEnvironment(console: console, now: range.now)
    let (jobs, hasErrors) = environment.loader.readJobs(pipelines, inSandbox: source.sandbox)
    guard !jobs.isEmpty else { throw ExitStatus.configuration.asExitCode }
    if hasErrors {
      console.log("error: skipping pipelines with errors; running \(jobs.count) of \(pipelines.count)")
    }
    if load, let job = jobs.first(where: { $0.file.load == nil }) {
      console.log("\(job.file.path): error: `--load` requires a `load` section in the pipeline file")
      throw ExitStatus.configuration.asExitCode
    }
    let programs = SubprocessRunner()
    let signals = SignalHandler(beforeExit: programs.endAll)
    let began = environment.clock.now
    let results = try await signals.run {
      try await environment.withServices(
        for: jobs, inSandbox: source.sandbox, noWait: noWait, recording: kept.recording
      ) { jobs, services in
        var results: [PipelineResult] = []
        for job in jobs where !Task.isCancelled {
          results.append(
            await export(job, since: began, services: services, programs: programs, console: console))
        }
        return results
      }
    }
    if let signal = signals.signalName { console.log("stopped by \(signal); rerun to resume") }
    if results.count > 1, !reporting.quiet, reporting.logFormat == .text {
      console.print("")
      for line in ResultsFormatter.lines(of: results) { console.print(line) }
    }
    let failed = hasErrors ? .configuration : results.map(\.status).first { $0 != .success }
    return (results, failed ?? (signals.signalName == nil ? .success : .resumable))
  }

  private func export(
    _ job: ExportJob, since began: Instant, services: ExportServices, programs: SubprocessRunner, console: Console
  ) async -> PipelineResult {
    var options = range.exportOptions
    options.adopt = adopt
    options.failFast = failFast
    options.newestFirst = newestFirst
    options.maxChunks = maxChunks
    options.until = until.map { StopTime(minutes: $0.minutes, after: began) }
    let clock = SystemWallClock()
    let start = clock.now
    let reporter = reporting.reporter(
      console, isVerbose: requests.verbose, pipeline: job.file.name, file: job.file.path)
    let runResult = await Export(job, options: options, services: services) { reporter.report($0) }.runToItsEnd()
    switch runResult.result {
    case .success(let summary):
      reporter.report(.finished(summary))
      if !reporting.quiet, reporting.logFormat == .text { console.print(SummaryFormatter.text(of: summary)) }
    case .failure(let failure): reporter.report(.refused(failure))
    }
    let end = clock.now
    let loadResult = await load(job, after: runResult, programs: programs, console: console)
    let hook = await finish(job, runResult, programs: programs, reporter)
    return PipelineResult(job: job, runResult: runResult, hook: hook, load: loadResult, start: start, end: end)
  }

  /// Loads what is committed, also by earlier runs; nil if that is not wanted, or not possible after a signal.
  private func load(
    _ job: ExportJob, after runResult: RunResult, programs: SubprocessRunner, console: Console
  ) async -> Result<LoadSummary, LoadError>? {
    guard load, !Task.isCancelled else { return nil }
    // Another run holds the sink, and loads what it commits.
    if runResult.summary == nil, runResult.failureKind == .resumable { return nil }
    let clock = SystemWallClock()
    let result = await PipelineLoad(programs: programs, clock: clock).run(job.file, options: LoadOptions())
    LoadReporter(job.file, reporting: reporting, console: console).report(result)
    let store = CheckpointStore(
      sink: FilePath(job.file.sink.path), files: DiskFileStore().withMode(job.file.sink.permissions))
    if let run = runResult.runID, runResult.record != nil {
      do {
        try store.addLoad(
          LoadRecord(result, table: job.file.load?.table.description ?? "", endedAt: clock.now), toRun: run)
      } catch {
        console.log("\(job.file.path): warning: cannot add the load to the run's record: \(error)")
      }
    }
    return result
  }

  /// Runs the pipeline's command; never on generated rows, which would mix with real ones in the warehouse.
  private func finish(
    _ job: ExportJob, _ runResult: RunResult, programs: SubprocessRunner, _ reporter: any ProgressReporter
  ) async -> HookResult? {
    guard job.file.onFinish != nil else { return nil }
    guard !source.sandbox else {
      reporter.report(.note("`on_finish` does not run with --sandbox"))
      return nil
    }
    let isStopped = Task.isCancelled
    let hook = FinishHook(
      job.file, limit: isStopped ? SignalHandler.followUpLimit : nil, programs: programs,
      environment: ProcessInfo.processInfo.environment,
      directory: FilePath(FileManager.default.currentDirectoryPath)
    ) { reporter.report($0) }
    // A signal that stopped the run has been handled; one that arrives now ends the command.
    guard isStopped else { return await hook.run(after: runResult) }
    return await Task { await hook.run(after: runResult) }.value
  }
}
