import Checkpoints
import ConfigurationFiles
import Planning
import Records
import Storage
import SystemPackage

/// A pipeline's plan and its committed chunks, read without the network and without a lock.
struct SinkSnapshot {
  let plan: Plan
  let store: CheckpointStore
  let committed: LoadedCheckpoints
  let fingerprint: Fingerprint
  let schedule: ChunkSchedule

  /// - Throws: `PlanError` or `StorageError`.
  init(_ job: ExportJob, options: ExportOptions, files: any FileStore, now: Instant) throws {
    let range = try Plan(job.file, now: now, from: options.from, to: options.to)
    store = CheckpointStore(sink: FilePath(job.file.sink.path), files: files)
    committed = try store.load()
    plan = try CatchUp(job, plan: range, store: store, committed: committed, options: options, now: now)
      .extending(range)
    fingerprint = job.fingerprint
    schedule = try ChunkSchedule(
      plan: plan, checkpoints: committed.entries, fingerprint: fingerprint, options: options,
      check: PartitionCheck(sink: store.layout.sink, files: files, inspector: FormatInspector()))
  }

  /// The time between chunks that no run exports.
  var gaps: [Range<Instant>] { ExportGaps(committed: committed, planned: plan.chunks).spans }

  /// Checkpoints that cannot be trusted, and files that are damaged.
  var warnings: [String] {
    committed.errors.map(\.description)
      + schedule.damages.map { "\($0.path) \($0.damage); the next run fetches its chunk again" }
  }
}
