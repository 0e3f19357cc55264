import Checkpoints
import Declarations
import Planning
import Records

/// The results of a run so far, and if it may continue.
struct ExportTally {
  private(set) var summary: ExportSummary
  /// The committed chunks at this time.
  private(set) var committed: LoadedCheckpoints
  /// True if no further chunk is to be fetched or committed.
  private(set) var isStopped = false
  /// True if the files on disk may differ from `committed`.
  private(set) var hasFailedCommits = false
  private let failFast: Bool
  private let maxChunks: Int?
  private let stopTime: (instant: Instant, words: String)?
  private let clock: any Timekeeper
  private let onEvent: @Sendable (ExportEvent) -> Void
  /// Rows whose own time is outside their chunk.
  private(set) var strays = 0
  private var failuresInARow = 0
  private var dueCount: Int
  private var commitsSinceManifest = 0

  /// The number of consecutive failed chunks that stops the run, because then the source is the likely cause.
  static let mostFailuresInARow = 3

  init(_ session: ExportSession, options: ExportOptions) {
    var summary = ExportSummary(
      pipeline: session.file.name, runID: session.runID.text, sinkPath: session.file.sink.path)
    summary.skipped = session.agenda.skippedCount
    summary.open = session.agenda.openCount
    self.summary = summary
    committed = session.committed
    failFast = options.failFast
    maxChunks = options.maxChunks
    stopTime = options.until.map { ($0.instant(in: session.zone), "\($0)") }
    clock = session.services.clock
    onEvent = session.onEvent
    dueCount = session.due.count
  }

  /// Returns true if the run stops here, because of a failure or a limit that the caller set.
  mutating func mustStop(before place: ChunkPlace) -> Bool {
    guard !isStopped else { return true }
    if let maxChunks, place.number > maxChunks {
      summary.stopReason = "--max-chunks \(maxChunks)"
    } else if let stopTime, clock.now >= stopTime.instant {
      summary.stopReason = "--until \(stopTime.words)"
    }
    isStopped = summary.stopReason != nil
    return isStopped
  }

  mutating func count(_ ending: CommitQueue.Ending) {
    switch ending {
    case .none: break
    case .committed(let chunk): count(chunk)
    case .failed(let place, let error):
      hasFailedCommits = true
      fail(place, error)
    }
  }

  private mutating func count(_ chunk: CommittedChunk) {
    failuresInARow = 0
    committed.entries[chunk.entry.chunk] = chunk.entry
    commitsSinceManifest += 1
    let result = chunk.result
    switch result.outcome {
    case .committed: summary.committed += 1
    case .unchanged: summary.unchanged += 1
    case .empty: summary.empty += 1
    }
    summary.rows += result.rows
    summary.rejected += result.rejected
    summary.bytesWritten += result.bytesWritten
    summary.replacedTexts += chunk.replacedTexts
    summary.nulledValues += chunk.nulledValues
    strays += chunk.strays
  }

  mutating func fail(_ place: ChunkPlace, _ error: any Error) {
    let failure = ExportFailure(error, chunk: place.chunk.id)
    summary.failures.append(failure)
    failuresInARow += 1
    if failure.stopsRun || failFast || failuresInARow >= ExportTally.mostFailuresInARow { isStopped = true }
    onEvent(.chunkFailed(place, failure))
  }

  /// Passes on the committed chunks, for the manifest. An error stops the run at the end of the loop, which waits for
  /// the commit in progress: a commit that outlives the run's lock could collide with the next run.
  mutating func attempt(_ write: (LoadedCheckpoints) throws -> Void) {
    do {
      try write(committed)
    } catch {
      let failure = ExportFailure(error, chunk: nil)
      summary.failures.append(failure)
      isStopped = true
      onEvent(.warning(failure.reason))
    }
  }

  /// Returns true at intervals short enough for loaders that watch a long backfill, and long enough that all manifests
  /// together cost no more than the checkpoints.
  mutating func isManifestDue() -> Bool {
    guard commitsSinceManifest > committed.entries.count / 20 else { return false }
    commitsSinceManifest = 0
    return true
  }

  var left: Int {
    dueCount - summary.committed - summary.unchanged - summary.empty - summary.failedChunks
  }
}
