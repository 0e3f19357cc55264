import ArgumentParser
import Declarations
import Exporting
import Foundation
import Planning
import Records
import SystemPackage

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Export what is not committed yet.",
    discussion: """
      Chunks are fetched one after another; each is committed by itself, so that a run that is stopped at any moment is \
      finished by the next one. Several pipelines go one after another; one that fails, or whose file is wrong, does not stop \
      the others, and a table of results ends the run. A run that --max-chunks or --until stops while chunks are left exits with 75.

      After each pipeline the command of its `on_finish` is run, if it has one.

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

  @Flag(help: "Keep all chunks that were committed in another shape: they are still right.")
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

  @Option(
    help: ArgumentHelp(
      "Keep the results in this file, in the text format of Prometheus, for node_exporter's textfile collector.",
      valueName: "file.prom"),
    completion: .file(extensions: ["prom"]))
  var metrics: String?

  func validate() throws {
    if adopt, let refresh = range.refresh {
      throw ValidationError("--adopt keeps what --refresh \(refresh.rawValue) would fetch anew; give one of the two")
    }
    if adopt, !range.chunks.isEmpty {
      throw ValidationError("--adopt keeps all that is committed, so --chunk cannot stand beside it")
    }
    if let maxChunks, maxChunks < 1 { throw ValidationError("--max-chunks takes 1 or more, not \(maxChunks)") }
  }

  func run() async throws {
    let console = reporting.console
    let file = metrics.map { MetricsFile(path: FilePath($0)) }
    if let fault = file?.fault() {
      console.tell("error: \(fault)")
      throw ExitStatus.cannotWrite.asExitCode
    }
    var results: [PipelineResult] = []
    var status: ExitStatus
    do {
      (results, status) = try await export(console)
    } catch let code as ExitCode {
      // What is wrong is told already; alerts want to know of it too.
      status = ExitStatus(rawValue: code.rawValue) ?? .unexpected
    }
    do {
      try file?.update(results, exitCode: status.rawValue)
    } catch {
      console.tell("error: cannot write the metrics: \(error)")
      if status == .success { status = .cannotWrite }
    }
    if status != .success { throw status.asExitCode }
  }

  /// Runs the pipelines one after another and tells what became of each.
  ///
  /// - Throws: the exit status where it came to none of them, once the reason is told.
  private func export(_ console: Console) async throws -> ([PipelineResult], ExitStatus) {
    let workshop = Workshop(console: console, now: range.now)
    let (jobs, isFaulty) = workshop.readPipelines(pipelines, inSandbox: source.sandbox)
    guard !jobs.isEmpty else { throw ExitStatus.configuration.asExitCode }
    if isFaulty {
      console.tell("error: what is at fault is left out; \(jobs.count) of \(pipelines.count) pipelines run")
    }
    let programs = SubprocessRunner()
    let signals = SignalWatch(beforeExit: programs.endGroup)
    let began = workshop.clock.now
    let results = try await signals.run {
      try await workshop.withServices(
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
    if let signal = signals.signalName { console.tell("stopped by \(signal); run again to go on from here") }
    if results.count > 1, !reporting.quiet, reporting.logFormat == .text {
      console.print("")
      for line in ResultsText.lines(of: results) { console.print(line) }
    }
    let failed = isFaulty ? .configuration : results.map(\.status).first { $0 != .success }
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
    let clock = SystemTimekeeper()
    let start = clock.now
    let reporter = reporting.reporter(console, pipeline: job.file.name, file: job.file.path)
    let ending = await Export(job, options: options, services: services) { reporter.report($0) }.runToItsEnd()
    switch ending.result {
    case .success(let summary):
      reporter.report(.finished(summary))
      if !reporting.quiet, reporting.logFormat == .text { console.print(SummaryText.text(of: summary)) }
    case .failure(let failure): reporter.report(.refused(failure))
    }
    let end = clock.now
    let hook = await finish(job, ending, programs: programs, reporter)
    return PipelineResult(job: job, ending: ending, hook: hook, start: start, end: end)
  }

  /// Runs the pipeline's command; never on invented rows, which would come among real ones in whatever it loads.
  private func finish(
    _ job: ExportJob, _ ending: RunEnding, programs: SubprocessRunner, _ reporter: any ProgressReporter
  ) async -> HookEnding? {
    guard job.file.onFinish != nil else { return nil }
    guard !source.sandbox else {
      reporter.report(.note("`on_finish` is not run with --sandbox"))
      return nil
    }
    let hook = FinishHook(
      job.file, programs: programs, environment: ProcessInfo.processInfo.environment,
      directory: FilePath(FileManager.default.currentDirectoryPath)
    ) { reporter.report($0) }
    // A signal that ended the run has done so; one that comes now ends the command.
    guard Task.isCancelled else { return await hook.run(after: ending) }
    return await Task { await hook.run(after: ending) }.value
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
