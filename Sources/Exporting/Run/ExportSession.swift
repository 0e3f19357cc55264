import Checkpoints
import ConfigurationFiles
import Fetching
import Planning
import Records
import Storage
import SystemPackage
import Writing

/// A run in progress: the sink is locked, the committed chunks are known, and the chunks to fetch are chosen.
struct ExportSession: Sendable {
  let file: PipelineFile
  let services: ExportServices
  let onEvent: @Sendable (ExportEvent) -> Void
  let stages: PipelineStages
  let fingerprint: Fingerprint
  let runID: RunID
  let startedAt: Instant
  let startedElapsed: Duration
  let store: CheckpointStore
  let committed: LoadedCheckpoints
  let manifest: ManifestUpdater
  /// The table over the partitions; nil if the sink has none.
  let table: DeltaTable?
  /// The files that the table lists or listed, which it removes itself.
  let tableFiles: Set<String>
  let plan: Plan
  let options: ExportOptions
  let schedule: ChunkSchedule
  /// The chunks to fetch, each with its position in the run.
  let due: [ChunkPosition]
  let client: ReportClient
  let lock: SinkLock
  let zone: TimeZoneTransitions

  /// Locks the sink, reads the committed chunks and chooses those to fetch.
  ///
  /// - Throws: `SinkLockedError`, `StorageError`, `PlanError`, or `ExportError` if the pipeline cannot resume from
  /// the committed chunks.
  static func open(
    _ job: ExportJob, options: ExportOptions, services: ExportServices,
    onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) throws -> ExportSession {
    try SessionOpening(job, options: options, services: services, onEvent: onEvent).open()
  }

  func close() {
    lock.release()
  }

  /// Writes the run's record before its first chunk, so that a killed run is also recorded.
  func recordStart() throws {
    var record = RunRecord(run: runID.text, pipeline: file.name, pipelineFile: file.path, startedAt: startedAt)
    record.scope = scope
    try store.write(record)
  }

  /// For later runs, which export what this one leaves out.
  private var scope: RunRecord.Scope? {
    guard options.chunks.isEmpty, !plan.range.isEmpty else { return nil }
    return RunRecord.Scope(plan.range, isRelative: options.from == nil && file.range.from.isRelative)
  }

  func fetcher() -> ChunkFetcher {
    let report = file.source.report
    let cutter = WindowCutter(format: report.window, zone: zone, grain: report.grain)
    let recorded: @Sendable (Window) -> [Window]? = { [client] in client.recordedWindows(within: $0) }
    return ChunkFetcher(
      self,
      splitter: WindowSplitter(
        cutter: cutter, limits: file.source.windowLimits, recorded: client.isReplay ? recorded : nil,
        onSplit: { [onEvent] in onEvent(.fetch(.split($0))) }))
  }

  /// Opens the staging files of a chunk.
  func writer(for position: ChunkPosition) throws -> ChunkWriter {
    let layout = store.layout
    let id = position.chunk.id.text
    let partition = PartitionTarget(
      root: layout.sink, path: position.chunk.partition,
      staging: layout.staging.appending("\(id).\(file.sink.fileExtension)"), isNamedByContent: table != nil)
    let rejects = PartitionTarget(
      root: layout.sink, path: "\(layout.relative(layout.rejects))/\(id).ndjson.gz",
      staging: layout.staging.appending("\(id).rejects.ndjson.gz"))
    return ChunkWriter(
      position: position, stages: stages, runID: runID.text, startedElapsed: services.clock.elapsed,
      partition: try PartitionWriter(
        target: partition, schema: stages.schema, format: stages.format(of: position.chunk),
        compression: stages.compression,
        files: services.files),
      rejects: RejectWriter(target: rejects, files: services.files),
      onProgress: { [onEvent] in onEvent(.progressed($0)) })
  }

  /// The chunks that the caller named and that this run does not export because they have not ended.
  var namedOpenChunks: [PlannedChunk] {
    options.chunks.isEmpty ? [] : schedule.items.filter { $0.state == .open && !$0.isDue }.map(\.planned)
  }

  /// True if a path in the sink is that of another chunk's file. An edited checkpoint may name it too.
  func isOfAnotherChunk(_ path: String, than chunk: ChunkID) -> Bool {
    committed.entries.values.contains { $0.chunk != chunk && $0.partition?.path == path }
      || plan.chunks.contains { $0.chunk.id != chunk && $0.chunk.partition == path }
  }

  /// Writes the manifest and the run's record, and returns the summary.
  func conclude(_ progress: ExportProgress) async throws -> ExportSummary {
    // A commit that failed half-way has left its chunk's checkpoint as it was, or withdrawn.
    var committed = try progress.hasFailedCommits ? store.load() : manifest.committed
    let obsoleteChunks = ObsoleteChunks(store: store, fingerprint: fingerprint)
    let outdated = options.refresh == .changed || options.refresh == .all ? obsoleteChunks.outdated(in: committed) : []
    for entry in outdated { committed.entries[entry.chunk] = nil }
    try store.writeManifest(pipeline: file.name, committed)
    try obsoleteChunks.remove(outdated, leaving: committed, except: tableFiles)
    // All changes of the run become visible at once. A crash before this leaves the table as it was, with all its files.
    try table?.update(committed, now: services.clock.now)
    let counts = await client.counts
    var summary = progress.summary
    summary.left = progress.left
    summary.calls = counts.calls
    summary.retries = counts.retries
    summary.bytesReceived = counts.bytes
    summary.duration = services.clock.elapsed - startedElapsed
    if summary.empty > 0, summary.empty == due.count {
      onEvent(
        .warning(
          "\(file.source.reportName) had no records in \(due.count) chunk\(due.count == 1 ? "" : "s"); check that the server offers this report"
        ))
    }
    if let warning = ExportGaps(committed: committed, planned: plan.chunks).warning(zone: zone) {
      onEvent(.warning(warning))
    }
    if let event = stages.eventTimeCheck?.event(outOfWindowRows: progress.outOfWindowRows, of: summary.rows) {
      onEvent(event)
    }
    var record = summary.record(
      startedAt: startedAt, endedAt: services.clock.now, file: file.path, redactor: await client.redactor)
    record.scope = scope
    try store.write(record)
    return summary
  }
}
