import ArgumentParser
import Checkpoints
import ConfigurationFiles
import Exporting
import Foundation
import Planning
import Records
import Storage
import SystemPackage

struct AuditCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Verify every exported file against its checkpoint.",
    discussion: """
      Reads every partition completely and compares its bytes and columns with its checkpoint. Reports gaps, overlaps \
      and files that no checkpoint lists. Exits with 65 if it has findings, including gaps, and with 75 if a run holds \
      the sink. --recount requests the record count of each committed chunk from the source and compares it; it needs \
      the secrets and writes nothing.

      Example:
        tidemark audit --sandbox pipelines/*-transferred-calls.yaml
        tidemark audit --sandbox --recount pipelines/*-emails.yaml
      """)

  @Argument(
    help: ArgumentHelp("Pipeline files.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipelines: [String]

  @Flag(help: "Mark damaged chunks as pending, so that the next run exports them again.")
  var repair = false

  @OptionGroup(title: "Recount") var recount: RecountOptions
  @OptionGroup(title: "Source") var source: SourceOptions

  func run(_ console: Console) async throws {
    let environment = RunEnvironment(console: console, now: recount.now)
    let jobs = try environment.loader.jobs(pipelines, inSandbox: source.sandbox)
    var failures = jobs.map { audit($0.file, clock: environment.clock, console: console) }
    if recount.isWanted {
      let signals = SignalHandler()
      failures += try await signals.run {
        try await environment.withServices(for: jobs, inSandbox: source.sandbox, noWait: recount.noWait) {
          jobs, services in
          var failures: [ExitStatus?] = []
          for job in jobs where !Task.isCancelled {
            failures.append(await count(job, services: services, console: console))
          }
          return failures
        }
      }
      if let signal = signals.signalName {
        console.log("stopped by \(signal)")
        failures.append(ExitStatus.resumable)
      }
    }
    if let failure = failures.compactMap(\.self).first { throw failure.asExitCode }
  }

  /// Returns the problems in a pipeline's files; nil if everything is as committed.
  private func audit(_ file: PipelineFile, clock: any WallClock, console: Console) -> ExitStatus? {
    do {
      return try findings(of: file, clock: clock, console: console) ? .badData : nil
    } catch let error as SinkLockedError {
      console.log("\(file.path): error: \(error)")
      return .resumable
    } catch let error as NewerManifestError {
      console.log("\(file.path): error: \(error)")
      return .configuration
    } catch {
      console.log("\(file.path): error: \(error)")
      return .cannotWrite
    }
  }

  /// A Boolean value that is true if the audit found a problem.
  private func findings(of file: PipelineFile, clock: any WallClock, console: Console) throws -> Bool {
    let store = CheckpointStore(
      sink: FilePath(file.sink.path), files: DiskFileStore().withMode(file.sink.permissions))
    do throws(StorageError) {
      _ = try store.files.list(store.layout.sink)
    } catch {
      throw StorageError(operation: "read the sink", path: store.layout.sink, errno: error.errno)
    }
    guard try store.files.status(store.layout.state) != nil else {
      console.print("\(file.name): nothing has been exported yet to \(file.sink.path)")
      return false
    }
    let lock = try SinkLock(
      store.layout, files: store.files,
      holder: SinkLock.Holder(
        processID: Int(ProcessInfo.processInfo.processIdentifier), startedAt: clock.now,
        command: "tidemark audit \(file.path)"))
    defer { lock.release() }
    let audit = Audit(
      store, pipeline: file.name, zone: TimeZoneTransitions(identifier: file.range.timeZone),
      inspector: FormatInspector(file.sink.csv), table: DeltaTable(file, store))
    let report = try audit.run()
    for finding in report.findings {
      console.print("\(finding.kind.rawValue.replacing("_", with: " ")): \(finding)")
    }
    console.print(
      "\(file.name): \(NumberFormat.count(report.chunks, "chunk")) committed, \(NumberFormat.count(report.wholePartitions, "partition")) intact "
        + "(\(NumberFormat.bytes(report.wholeBytes))), \(NumberFormat.count(report.findings.count, "finding"))")
    guard report.findings.contains(where: \.isRepairable) else { return !report.findings.isEmpty }
    if repair {
      _ = try audit.repair(report, now: clock.now)
      console.print(FindingsFormatter.repaired(report.findings))
    } else {
      console.print(FindingsFormatter.repairable(report.findings, file: file.path, inSandbox: source.sandbox))
    }
    return true
  }

  /// Returns the differences in a pipeline's record counts; nil if the source has as many records as were committed.
  private func count(_ job: ExportJob, services: ExportServices, console: Console) async -> ExitStatus? {
    let file = job.file
    let options = ExportOptions(
      from: recount.bounds.from, to: recount.bounds.to, chunks: Set(recount.chunks.map { ChunkID(text: $0) }))
    let reporter = TextReporter(console: console, isQuiet: false, isVerbose: false)
    let report: RecountResult
    do {
      let recount = try Recount(job, options: options, services: services) { reporter.report($0) }
      report = await recount.run { console.log(RecountFormatter.line(of: $0)) }
    } catch {
      console.log("\(file.path): error: \(error)")
      return ExitStatus(error.kind)
    }
    for line in RecountFormatter.lines(of: report, file: file, inSandbox: source.sandbox) { console.print(line) }
    return report.differences.isEmpty ? report.failures.first.map { ExitStatus($0.kind) } : .badData
  }
}
