import ArgumentParser
import Checkpoints
import Declarations
import Exporting
import Foundation
import Planning
import Records
import Storage
import SystemPackage

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Prove that what stands in the sink is what was committed, byte for byte.",
    discussion: """
      Reads every partition to its last byte and compares it with its checkpoint; tells gaps, overlaps and files that \
      nobody names. Exits with 65 where it finds damage, and with 75 while a run holds the sink. --recount asks the source \
      again how many records each committed chunk has, and compares; it needs the secrets, and writes nothing.

      Example:
        tidemark audit --sandbox pipelines/*-transferred-calls.yaml
        tidemark audit --sandbox --recount pipelines/*-emails.yaml
      """)

  @Argument(
    help: ArgumentHelp("Pipeline files.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipelines: [String]

  @Flag(help: "Make the chunks of what is damaged pending, so that the next run writes them again.")
  var repair = false

  @OptionGroup(title: "Recount") var recount: RecountOptions
  @OptionGroup(title: "Source") var source: SourceOptions

  func run() async throws {
    let console = Console()
    let workshop = Workshop(console: console, now: recount.now)
    let jobs = try workshop.pipelines(pipelines, inSandbox: source.sandbox)
    var failures = jobs.map { audit($0.file, clock: workshop.clock, console: console) }
    if recount.isWanted {
      let signals = SignalWatch()
      failures += try await signals.run {
        try await workshop.withServices(for: jobs, inSandbox: source.sandbox, noWait: recount.noWait) {
          jobs, services in
          var failures: [ExitStatus?] = []
          for job in jobs where !Task.isCancelled {
            failures.append(await count(job, services: services, console: console))
          }
          return failures
        }
      }
      if let signal = signals.signalName {
        console.tell("stopped by \(signal)")
        failures.append(ExitStatus.resumable)
      }
    }
    if let failure = failures.compactMap(\.self).first { throw failure.asExitCode }
  }

  /// What is wrong with the files of a pipeline; nil where all is as committed.
  private func audit(_ file: PipelineFile, clock: any Timekeeper, console: Console) -> ExitStatus? {
    do {
      return try findings(of: file, clock: clock, console: console) ? .badData : nil
    } catch let error as SinkLockedError {
      console.tell("\(file.path): error: \(error)")
      return .resumable
    } catch {
      console.tell("\(file.path): error: \(error)")
      return .cannotWrite
    }
  }

  /// Whether something was found that is not as it should be.
  private func findings(of file: PipelineFile, clock: any Timekeeper, console: Console) throws -> Bool {
    let store = CheckpointStore(sink: FilePath(file.sink.path), files: DiskFileStore())
    guard try store.files.status(store.layout.state) != nil else {
      console.print("\(file.name): nothing is exported yet into \(file.sink.path)")
      return false
    }
    let lock = try SinkLock(
      store.layout, files: store.files,
      holder: SinkLock.Holder(
        processID: Int(ProcessInfo.processInfo.processIdentifier), startedAt: clock.now,
        command: "tidemark audit \(file.path)"))
    defer { lock.release() }
    let audit = Audit(store, pipeline: file.name, inspector: FormatInspector())
    let report = try audit.run()
    for finding in report.findings {
      console.print("\(finding.kind.rawValue.replacing("_", with: " ")): \(finding)")
    }
    console.print(
      "\(file.name): \(Quantity.count(report.chunks, "chunk")) committed, \(Quantity.count(report.wholePartitions, "partition")) whole "
        + "(\(Quantity.bytes(report.wholeBytes))), \(Quantity.count(report.findings.count, "finding"))")
    guard repair, report.findings.contains(where: \.isRepairable) else {
      if report.findings.contains(where: \.isRepairable) {
        console.print("`--repair` makes what is damaged pending; the next run writes it again")
      }
      return !report.findings.isEmpty
    }
    let mended = try audit.repair(report)
    console.print(
      "\(Quantity.count(mended.count, "finding")) dealt with; run the pipeline to write again what is pending")
    return true
  }

  /// What is wrong with the counts of a pipeline; nil where the source has as many records as were committed.
  private func count(_ job: ExportJob, services: ExportServices, console: Console) async -> ExitStatus? {
    let file = job.file
    let options = ExportOptions(
      from: recount.from, to: recount.to, chunks: Set(recount.chunks.map { ChunkID(text: $0) }))
    let reporter = TextReporter(console: console, isQuiet: false, isVerbose: false)
    let report: RecountReport
    do {
      let recount = try Recount(job, options: options, services: services) { reporter.report($0) }
      report = await recount.run { console.tell(RecountText.line(of: $0)) }
    } catch {
      console.tell("\(file.path): error: \(error)")
      return ExitStatus(error.kind)
    }
    for line in RecountText.lines(of: report, file: file, inSandbox: source.sandbox) { console.print(line) }
    return report.differences.isEmpty ? report.failures.first.map { ExitStatus($0.kind) } : .badData
  }
}

/// The flags of an audit that asks the source, and what they choose.
struct RecountOptions: ParsableArguments {
  @Flag(name: .customLong("recount"), help: "Ask the source again how many records the committed chunks have.")
  var isWanted = false

  @Option(
    help: ArgumentHelp("Begin here instead of at the file's `from`.", valueName: "date"), transform: RangeOptions.bound)
  var from: RangeBound?

  @Option(
    help: ArgumentHelp("End before this instead of at the file's `to`.", valueName: "date"),
    transform: RangeOptions.bound)
  var to: RangeBound?

  @Option(
    name: .customLong("chunk"),
    help: ArgumentHelp("Only this chunk, by its id or its day; may be repeated.", valueName: "id"))
  var chunks: [String] = []

  @Option(
    help: ArgumentHelp("Judge relative dates by this instant instead of the clock.", valueName: "instant"))
  var now: Instant?

  @Flag(help: "Stop, rather than wait, where another process uses the same token.")
  var noWait = false

  func validate() throws {
    if !isWanted, from != nil || to != nil || !chunks.isEmpty || now != nil || noWait {
      throw ValidationError("--from, --to, --chunk, --now and --no-wait choose what --recount counts; give that too")
    }
  }
}
