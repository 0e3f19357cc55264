import ArgumentParser
import Checkpoints
import Declarations
import Exporting
import Foundation
import Planning
import Storage
import SystemPackage

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Prove that what stands in the sink is what was committed, byte for byte.",
    discussion: """
      Reads every partition to its last byte and compares it with its checkpoint; tells gaps, overlaps and files that \
      nobody names. Exits with 65 where it finds damage, and with 75 while a run holds the sink.

      Example:
        tidemark audit --sandbox pipelines/*-transferred-calls.yaml
      """)

  @Argument(
    help: ArgumentHelp("Pipeline files.", valueName: "pipeline"), completion: .file(extensions: ["yaml", "yml"]))
  var pipelines: [String]

  @Flag(help: "Make the chunks of what is damaged pending, so that the next run writes them again.")
  var repair = false

  @OptionGroup(title: "Source") var source: SourceOptions

  func run() async throws {
    let console = Console()
    let workshop = Workshop(console: console, now: nil)
    var failure: ExitStatus?
    for job in try workshop.pipelines(pipelines, inSandbox: source.sandbox) {
      do {
        if try audit(job.file, clock: workshop.clock, console: console) { failure = failure ?? .badData }
      } catch let error as SinkLockedError {
        console.tell("\(job.file.path): error: \(error)")
        failure = failure ?? .resumable
      } catch {
        console.tell("\(job.file.path): error: \(error)")
        failure = failure ?? .cannotWrite
      }
    }
    if let failure { throw failure.asExitCode }
  }

  /// Whether something was found that is not as it should be.
  private func audit(_ file: PipelineFile, clock: any Timekeeper, console: Console) throws -> Bool {
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
}
