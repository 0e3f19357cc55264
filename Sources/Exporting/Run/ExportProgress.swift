import Checkpoints
import ConfigurationFiles
import Planning
import Records

/// The results of a run so far, and if it may continue.
struct ExportProgress {
  private(set) var summary: ExportSummary
  private let manifest: ManifestUpdater
  /// True if no further chunk is to be fetched or committed.
  private(set) var isStopped = false
  /// True if the files on disk may differ from `committed`.
  private(set) var hasFailedCommits = false
  private let failFast: Bool
  private let maxChunks: Int?
  private let stopTime: (instant: Instant, words: String)?
  private let clock: any WallClock
  private let onEvent: @Sendable (ExportEvent) -> Void
  /// Rows whose own time is outside their chunk.
  private(set) var outOfWindowRows = 0
  private var consecutiveFailures = 0
  private var dueCount: Int

  /// The number of consecutive failed chunks that stops the run, because then the source is the likely cause.
  static let maxConsecutiveFailures = 3

  init(_ session: ExportSession, options: ExportOptions) {
    var summary = ExportSummary(
      pipeline: session.file.name, runID: session.runID.text, sinkPath: session.file.sink.path)
    summary.skipped = session.schedule.skippedCount
    summary.open = session.schedule.openCount
    self.summary = summary
    manifest = session.manifest
    failFast = options.failFast
    maxChunks = options.maxChunks
    stopTime = options.until.map { ($0.instant(in: session.zone), "\($0)") }
    clock = session.services.clock
    onEvent = session.onEvent
    dueCount = session.due.count
  }

  /// Returns true if the run stops here, because of a failure or a limit that the caller set.
  mutating func mustStop(before position: ChunkPosition) -> Bool {
    guard !isStopped else { return true }
    if let maxChunks, position.number > maxChunks {
      summary.stopReason = "--max-chunks \(maxChunks)"
    } else if let stopTime, clock.now >= stopTime.instant {
      summary.stopReason = "--until \(stopTime.words)"
    }
    isStopped = summary.stopReason != nil
    return isStopped
  }

  mutating func count(_ result: PendingCommit.CommitResult) {
    switch result {
    case .none: break
    case .committed(let chunk): count(chunk)
    case .failed(let position, let error):
      hasFailedCommits = true
      fail(position, error)
    }
  }

  private mutating func count(_ chunk: CommittedChunk) {
    consecutiveFailures = 0
    manifest.note(chunk.entry)
    let result = chunk.result
    switch result.outcome {
    case .committed: summary.committed += 1
    case .unchanged: summary.unchanged += 1
    case .empty: summary.empty += 1
    }
    summary.rows += result.rows
    if result.outcome == .committed { summary.rowsWritten += result.rows }
    summary.rejected += result.rejected
    summary.bytesWritten += result.bytesWritten
    summary.replacedTexts += chunk.replacedTexts
    summary.nulledValues += chunk.nulledValues
    outOfWindowRows += chunk.outOfWindowRows
  }

  mutating func fail(_ position: ChunkPosition, _ error: any Error) {
    if error is CancellationError {
      // Nothing is wrong with the chunk: it is left for the next run.
      summary.failures.append(ExportError(error, chunk: nil))
      isStopped = true
      return
    }
    let failure = ExportError(error, chunk: position.chunk.id)
    summary.failures.append(failure)
    consecutiveFailures += 1
    if failure.stopsRun || failFast || consecutiveFailures >= ExportProgress.maxConsecutiveFailures { isStopped = true }
    onEvent(.chunkFailed(position, failure))
  }

  /// Writes the manifest now and then, while no commit is in progress. An error stops the run.
  mutating func updateManifest() {
    do {
      try manifest.writeIfDue()
    } catch {
      let failure = ExportError(error, chunk: nil)
      summary.failures.append(failure)
      isStopped = true
      onEvent(.warning(failure.reason))
    }
  }

  /// Notes chunks that the caller named and that have not ended: the run is not complete without them.
  mutating func noteOpenChunks(_ chunks: [PlannedChunk]) {
    for planned in chunks {
      let failure = ExportError(
        kind: .resumable,
        reason:
          "chunk \(planned.chunk.id) ends at \(planned.chunk.span.upperBound) and was not exported; rerun after that, "
          + "or export it as provisional with `--include-open`",
        stopsRun: false)
      summary.failures.append(failure)
      onEvent(.warning(failure.reason))
    }
  }

  var left: Int {
    dueCount - summary.committed - summary.unchanged - summary.empty - summary.failedChunks
  }
}
