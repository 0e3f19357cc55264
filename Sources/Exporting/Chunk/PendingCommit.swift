/// Commits drafts one after another, in order, while the next chunk is being fetched. At most one commit is in
/// progress.
struct PendingCommit {
  private let session: ExportSession
  private var pending: Task<CommittedChunk, any Error>?
  private var pendingPosition: ChunkPosition?
  private let thread = CommitThread()

  init(_ session: ExportSession) {
    self.session = session
  }

  /// The outcome of the draft that was appended last.
  enum CommitResult: Sendable {
    case none
    case committed(CommittedChunk)
    case failed(ChunkPosition, any Error)
  }

  /// Begins to commit a draft; the one before is settled.
  mutating func append(_ completed: CompletedChunk) {
    precondition(pending == nil, "commits come one after another")
    let commit = ChunkCommitter(session: session)
    // Not a child of the run's task: a run that is cancelled still finishes the commit that is under way.
    pending = Task(executorPreference: thread) { [onEvent = session.onEvent] in
      let chunk = try await commit.commit(completed)
      // Reported immediately, because the next chunk may take long.
      onEvent(.chunkFinished(chunk.result))
      return chunk
    }
    pendingPosition = completed.position
  }

  /// Waits for what is under way.
  mutating func finish() async -> CommitResult {
    guard let task = pending, let position = pendingPosition else { return .none }
    pending = nil
    pendingPosition = nil
    do {
      return .committed(try await task.value)
    } catch {
      return .failed(position, error)
    }
  }
}
