import Checkpoints
import ConfigurationFiles
import Fetching
import Planning
import Records
import SystemPackage

/// Compares the record counts of committed chunks with the source, with the retries, verdicts and splits of a run,
/// without writing anything.
///
/// Takes no lock on the sink, so that a recount of months does not block the nightly run; the token's lease is held
/// as in a run.
package struct Recount: Sendable {
  private let file: PipelineFile
  private let services: ExportServices
  private let onEvent: @Sendable (ExportEvent) -> Void
  private let entries: [CheckpointEntry]
  private let schedule: ChunkSchedule
  private let zone: TimeZoneTransitions
  private let client: ReportClient

  /// - Parameter options: its range and chunks choose among what is committed.
  package init(
    _ job: ExportJob, options: ExportOptions, services: ExportServices,
    onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) throws(ExportError) {
    do {
      file = job.file
      self.services = services
      self.onEvent = onEvent
      guard file.source.report.grain != .request else {
        throw ExportError(
          kind: .configuration,
          reason: "\(file.source.reportName) returns no rows, so there is nothing to count", stopsRun: true)
      }
      try job.requireSecrets(for: "audit --recount")
      let plan = try Plan(file, now: services.clock.now, from: options.from, to: options.to)
      zone = plan.zone
      let store = CheckpointStore(sink: FilePath(file.sink.path), files: services.files)
      // With different settings, the request may differ; untrusted checkpoints are findings of the audit itself.
      let loaded = try FingerprintPolicy(
        store: store, fingerprint: job.fingerprint, chunks: job.chunks(at: services.clock.now),
        options: ExportOptions(), zone: plan.zone
      )
      .admitted(store.load()) { _ in }
      schedule = try ChunkSchedule(
        plan: plan, checkpoints: loaded.entries, fingerprint: job.fingerprint, options: options, check: nil)
      client = try services.client(of: file, zone: plan.zone, purpose: "recount of \(file.name)", onEvent: onEvent)
      entries = schedule.items.filter { $0.state == .committed || $0.state == .provisional }.compactMap(\.entry)
    } catch {
      throw ExportError(error, chunk: nil)
    }
  }

  /// Counts chunk after chunk; a failure of one does not stop the next, unless the source as a whole fails.
  ///
  /// - Parameter onChunk: called with each counted chunk.
  package func run(onChunk: (CountedChunk) -> Void = { _ in }) async -> RecountResult {
    var report = RecountResult(chunks: entries.count)
    let declared = file.source.report
    var counter = ChunkCounter(
      client: client, stages: PipelineStages(file, zone: zone, fingerprint: ""),
      cap: file.source.limits.records,
      splitter: WindowSplitter(
        cutter: WindowCutter(format: declared.window, zone: zone, grain: declared.grain),
        limits: file.source.windowLimits, onSplit: { [onEvent] in onEvent(.fetch(.split($0))) }))
    let planned = Dictionary(uniqueKeysWithValues: schedule.items.map { ($0.planned.chunk.id, $0.planned) })
    var consecutiveFailures = 0
    for (index, entry) in entries.enumerated() {
      guard let planned = planned[entry.chunk] else { continue }
      do {
        let found = try await counter.count(planned.windows)
        consecutiveFailures = 0
        let counted = CountedChunk(
          chunk: planned.chunk, number: index + 1, count: entries.count, found: found,
          rows: entry.partition?.rows ?? 0, rejected: entry.rejects?.rows ?? 0,
          isProvisional: entry.state == .provisional)
        report.counted.append(counted)
        onChunk(counted)
      } catch {
        let failure = ExportError(error, chunk: entry.chunk)
        report.failures.append(failure)
        consecutiveFailures += 1
        if failure.stopsRun || consecutiveFailures >= ExportProgress.maxConsecutiveFailures { break }
      }
    }
    report.calls = await client.counts.calls
    return report
  }
}
