import Checkpoints
import ConfigurationFiles
import Planning
import Records
import Storage
import SystemPackage

/// Writes a run record for a run that failed before its first chunk, for the history of the export: a missing secret
/// is the most common failure of nightly runs.
struct FailedStartRecorder {
  private let job: ExportJob
  private let services: ExportServices
  private let startedAt: Instant

  /// Made when the run begins.
  init(_ job: ExportJob, services: ExportServices) {
    self.job = job
    self.services = services
    startedAt = services.clock.now
  }

  /// Writes the run's record and returns its path; nil if there is no export yet, if another run holds the sink, or if
  /// it cannot be written, in which case the failure itself is the only report.
  func record(_ failure: ExportError) -> FilePath? {
    let store = CheckpointStore(sink: FilePath(job.file.sink.path), files: services.files)
    let layout = store.layout
    do {
      guard try services.files.status(layout.runs)?.kind == .directory else { return nil }
      let lock = try SinkLock(
        layout, files: services.files,
        holder: SinkLock.Holder(
          processID: services.processID, startedAt: startedAt, command: "tidemark run \(job.file.path)"))
      defer { lock.release() }
      let id = RunID(startedAt: startedAt, salt: UInt16(services.randomness() * 65_536))
      var record = RunRecord(
        run: id.text, pipeline: job.file.name, pipelineFile: job.file.path, startedAt: startedAt)
      record.endedAt = services.clock.now
      record.exitCode = Int(failure.kind.exitCode)
      let redactor = SecretRedactor(job.file.source.secrets.values)
      record.failures = [RunRecord.Failure(chunk: nil, reason: redactor.redacted(failure.reason))]
      return try store.write(record)
    } catch {
      return nil
    }
  }
}
