import Checkpoints
import ConfigurationFiles
import Planning
import Records
import Storage
import SystemPackage

/// The steps from a pipeline to a session: lock the sink, read what is committed, and choose the chunks to fetch.
struct SessionOpening {
  private let job: ExportJob
  private let options: ExportOptions
  private let services: ExportServices
  private let onEvent: @Sendable (ExportEvent) -> Void
  private let startedAt: Instant
  private let startedElapsed: Duration
  private let runID: RunID
  /// The plan of the range, without chunks before it.
  private let range: Plan
  private let store: CheckpointStore
  private let fingerprint: Fingerprint
  private let fingerprints: FingerprintPolicy

  /// - Throws: `PlanError`, or `ExportError` for a secret that is not set.
  init(
    _ job: ExportJob, options: ExportOptions, services: ExportServices,
    onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) throws {
    try job.requireSecrets(for: "run")
    self.job = job
    self.options = options
    self.services = services
    self.onEvent = onEvent
    startedAt = services.clock.now
    startedElapsed = services.clock.elapsed
    runID = RunID(startedAt: startedAt, salt: UInt16(services.randomness() * 65_536))
    range = try Plan(job.file, now: startedAt, from: options.from, to: options.to)
    store = CheckpointStore(sink: FilePath(job.file.sink.path), files: services.files)
    fingerprint = job.fingerprint
    fingerprints = FingerprintPolicy(
      store: store, fingerprint: fingerprint, chunks: job.chunks(at: startedAt), options: options, zone: range.zone)
  }

  func open() throws -> ExportSession {
    try checkChunkIDs()
    try store.prepare()
    let lock = try lockSink()
    do {
      try cleanUp()
      let session = try session(holding: lock)
      try store.save(fingerprint)
      announce(session)
      return session
    } catch {
      lock.release()
      throw error
    }
  }

  /// Reports an unknown chunk ID before anything is created in the sink. Checkpoints are read only for IDs outside the
  /// range.
  private func checkChunkIDs() throws {
    do {
      _ = try range.chunks(named: options.chunks)
    } catch {
      _ = try catchUp(with: store.load()).extending(range).chunks(named: options.chunks)
    }
  }

  private func lockSink() throws -> SinkLock {
    try SinkLock(
      store.layout, files: services.files,
      holder: SinkLock.Holder(
        processID: services.processID, startedAt: startedAt, command: "tidemark run \(job.file.path)"))
  }

  /// Removes the files in staging: a dead run left them, because this run holds the lock.
  private func cleanUp() throws {
    try store.removeLeftovers()
    try store.syncDirectories()
    try store.rejectNewerManifest()
  }

  private func session(holding lock: SinkLock) throws -> ExportSession {
    let file = job.file
    let table = DeltaTable(file, store)
    let tableFiles = try table?.listedFiles() ?? []
    let stages = PipelineStages(file, zone: range.zone, fingerprint: fingerprint.text)
    let loaded = try store.load()
    // Before chunks are adopted.
    if options.adopt { try table?.checkTypes(loaded, adding: stages.schema) }
    let committed = try fingerprints.admitted(loaded, onEvent)
    // Before the first request, because the run could not add its files to the table.
    if options.refresh != .changed, options.refresh != .all {
      try table?.checkTypes(committed, adding: stages.schema)
    }
    let manifest = ManifestUpdater(store, pipeline: file.name, committed: committed)
    // An invalid checkpoint does not vouch for the file that the manifest lists, and this run may replace it.
    if !committed.errors.isEmpty { try manifest.write() }
    let catchUp = try catchUp(with: committed)
    let plan = catchUp.extending(range)
    let schedule = try schedule(of: plan, committed)
    let client = try services.client(
      of: file, zone: range.zone, purpose: "pipeline \(file.name)", onEvent: onEvent)
    return ExportSession(
      file: file, services: services, onEvent: onEvent,
      stages: stages, fingerprint: fingerprint,
      runID: runID, startedAt: startedAt, startedElapsed: startedElapsed, store: store, committed: committed,
      manifest: manifest, table: table, tableFiles: tableFiles, plan: plan, options: options,
      schedule: schedule, due: due(in: schedule, catchUp: catchUp),
      client: client, lock: lock, zone: range.zone)
  }

  private func catchUp(with committed: LoadedCheckpoints) throws -> CatchUp {
    try CatchUp(job, plan: range, store: store, committed: committed, options: options, now: startedAt)
  }

  /// Compares the plan with the committed chunks and their files.
  private func schedule(of plan: Plan, _ committed: LoadedCheckpoints) throws -> ChunkSchedule {
    let schedule = try ChunkSchedule(
      plan: plan, checkpoints: committed.entries, fingerprint: fingerprint, options: options,
      check: PartitionCheck(sink: store.layout.sink, files: services.files, inspector: FormatInspector()))
    // Unreadable files are fetched again too: the new file replaces them, or writing it fails immediately with the
    // reason.
    for file in schedule.damages { onEvent(.warning("\(file.path) \(file.damage); its chunk is fetched again")) }
    try fingerprints.review(committed, schedule, onEvent)
    return schedule
  }

  /// The chunks to fetch, in order.
  ///
  /// Chunks before the range come first, and the oldest of them first: a later run begins to catch up at the end of the
  /// last committed chunk, so that it would not find those that `maxChunks` or a signal left before a newer one.
  private func due(in schedule: ChunkSchedule, catchUp: CatchUp) -> [ChunkPosition] {
    var items = schedule.items.filter(\.isDue)
    if options.newestFirst {
      let before = Set(catchUp.chunks.map(\.chunk.id))
      items =
        items.filter { before.contains($0.planned.chunk.id) }
        + items.filter { !before.contains($0.planned.chunk.id) }.reversed()
    }
    return items.enumerated().map { ChunkPosition(planned: $1.planned, number: $0 + 1, count: items.count) }
  }

  private func announce(_ session: ExportSession) {
    for note in session.plan.notes { onEvent(.note(note)) }
    if let until = options.until {
      let end = until.instant(in: range.zone)
      onEvent(.note("--until \(until) is \(range.zone.civilTime(at: end)) in \(range.zone.identifier) (\(end))"))
    }
    onEvent(
      .started(
        ExportStart(
          pipeline: job.file.name, runID: runID.text, chunks: session.due.count,
          skipped: session.schedule.skippedCount, sinkPath: job.file.sink.path)))
  }
}
