/// Commits drafts one after another, in order, while the next chunk is being fetched. At most one commit is in
/// progress.
struct CommitQueue {
  private let session: ExportSession
  private var pending: Task<CommittedChunk, any Error>?
  private var pendingPlace: ChunkPlace?

  init(_ session: ExportSession) {
    self.session = session
  }

  /// The outcome of the draft that was appended last.
  enum Ending: Sendable {
    case none
    case committed(CommittedChunk)
    case failed(ChunkPlace, any Error)
  }

  /// Begins to commit a draft; the one before is settled.
  mutating func append(_ draft: FinishedDraft) {
    precondition(pending == nil, "commits come one after another")
    let commit = ChunkCommit(session: session)
    // Not a child of the run's task: a run that is cancelled still finishes the commit that is under way.
    pending = Task { [onEvent = session.onEvent] in
      let chunk = try await commit.commit(draft)
      // Reported immediately, because the next chunk may take long.
      onEvent(.chunkFinished(chunk.result))
      return chunk
    }
    pendingPlace = draft.place
  }

  /// Waits for what is under way.
  mutating func settle() async -> Ending {
    guard let task = pending, let place = pendingPlace else { return .none }
    pending = nil
    pendingPlace = nil
    do {
      return .committed(try await task.value)
    } catch {
      return .failed(place, error)
    }
  }
}
