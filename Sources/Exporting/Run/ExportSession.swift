import Checkpoints
import ConfigurationFiles
import Fetching
import Planning
import Records
import Storage
import SystemPackage
import Writing

/// One run under way: the sink is locked, what is committed is known, and the chunks that are due are chosen.
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
  let plan: Plan
  private let options: ExportOptions
  let schedule: ChunkSchedule
  /// The chunks to fetch, each with its place in the run.
  let due: [ChunkPosition]
  let client: ReportClient
  private let lock: SinkLock
  let zone: TimeZoneTransitions

  /// Locks the sink and reads the committed chunks.
  ///
  /// - Throws: `SinkLockedError`, `StorageError`, `PlanError`, or `ExportError` if the pipeline cannot resume from
  /// the committed chunks.
  init(
    _ job: ExportJob, options: ExportOptions, services: ExportServices,
    onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) throws {
    let file = job.file
    self.file = file
    self.services = services
    self.options = options
    self.onEvent = onEvent
    try job.requireSecrets(for: "run")
    startedAt = services.clock.now
    startedElapsed = services.clock.elapsed
    runID = RunID(startedAt: startedAt, salt: UInt16(services.randomness() * 65_536))
    fingerprint = job.fingerprint
    let range = try Plan(file, now: startedAt, from: options.from, to: options.to)
    zone = range.zone
    stages = PipelineStages(file, zone: zone, fingerprint: fingerprint.text)
    store = CheckpointStore(sink: FilePath(file.sink.path), files: services.files)
    if !options.chunks.isEmpty {
      // An unknown chunk ID is reported before anything is created in the sink.
      _ = try CatchUp(job, plan: range, store: store, committed: store.load(), options: options, now: startedAt)
        .extending(range).chunks(named: options.chunks)
    }
    try store.prepare()
    lock = try SinkLock(
      store.layout, files: services.files,
      holder: SinkLock.Holder(
        processID: services.processID, startedAt: startedAt, command: "tidemark run \(file.path)"))
    do {
      // Files in staging were left by a dead run, because this run holds the lock.
      try store.removeLeftovers()
      try store.syncDirectories()
      try store.rejectNewerManifest()
      let fingerprints = FingerprintPolicy(
        store: store, fingerprint: fingerprint, chunks: job.chunks(at: startedAt), options: options, zone: zone)
      committed = try fingerprints.admitted(store.load(), onEvent)
      manifest = ManifestUpdater(store, pipeline: file.name, committed: committed)
      // An invalid checkpoint does not vouch for the file that the manifest lists, and this run may replace it.
      if !committed.errors.isEmpty { try manifest.write() }
      let catchUp = try CatchUp(
        job, plan: range, store: store, committed: committed, options: options, now: startedAt)
      plan = catchUp.extending(range)
      schedule = try ChunkSchedule(
        plan: plan, checkpoints: committed.entries, fingerprint: fingerprint, options: options,
        check: PartitionCheck(sink: store.layout.sink, files: services.files, inspector: FormatInspector()))
      // Unreadable files are fetched again too: the new file replaces them, or writing it fails immediately with the
      // reason.
      for file in schedule.damages { onEvent(.warning("\(file.path) \(file.damage); its chunk is fetched again")) }
      try fingerprints.review(committed, schedule, onEvent)
      let items = ExportSession.ordered(schedule.items.filter(\.isDue), catchUp: catchUp, options: options)
      due = items.enumerated().map { ChunkPosition(planned: $1.planned, number: $0 + 1, count: items.count) }
      client = try services.client(of: file, zone: zone, purpose: "pipeline \(file.name)", onEvent: onEvent)
      try store.save(fingerprint)
    } catch {
      lock.release()
      throw error
    }
    for note in plan.notes { onEvent(.note(note)) }
    if let until = options.until {
      let end = until.instant(in: zone)
      onEvent(.note("--until \(until) is \(zone.civilTime(at: end)) in \(zone.identifier) (\(end))"))
    }
    onEvent(
      .started(
        ExportStart(
          pipeline: file.name, runID: runID.text, chunks: due.count, skipped: schedule.skippedCount,
          sinkPath: file.sink.path)))
  }

  /// Chunks before the range come first, and the oldest of them first: a later run begins to catch up at the end of the
  /// last committed chunk, so that it would not find those that `maxChunks` or a signal left before a newer one.
  private static func ordered(
    _ inTime: [ChunkSchedule.Item], catchUp: CatchUp, options: ExportOptions
  ) -> [ChunkSchedule.Item] {
    guard options.newestFirst else { return inTime }
    let before = Set(catchUp.chunks.map(\.chunk.id))
    return inTime.filter { before.contains($0.planned.chunk.id) }
      + inTime.filter { !before.contains($0.planned.chunk.id) }.reversed()
  }

  func close() {
    lock.release()
  }

  /// Writes the run's record before its first chunk, so that a killed run is also recorded.
  func recordStart() throws {
    try store.write(
      RunRecord(run: runID.text, pipeline: file.name, pipelineFile: file.path, startedAt: startedAt))
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
      staging: layout.staging.appending("\(id).\(file.sink.fileExtension)"))
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
    try obsoleteChunks.remove(outdated, leaving: committed)
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
    try store.write(
      summary.record(
        startedAt: startedAt, endedAt: services.clock.now, file: file.path, redactor: await client.redactor))
    return summary
  }
}
