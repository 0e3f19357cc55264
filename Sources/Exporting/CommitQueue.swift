/// Commits drafts one after another, in their order, while the next chunk is already being fetched. At most one is under way.
struct CommitQueue {
  private let session: ExportSession
  private var pending: Task<CommittedChunk, any Error>?
  private var pendingPlace: ChunkPlace?

  init(_ session: ExportSession) {
    self.session = session
  }

  /// What became of a draft that was appended earlier.
  enum Ending: Sendable {
    case none
    case committed(CommittedChunk)
    case failed(ChunkPlace, any Error)
  }

  /// Waits for the draft before, then begins to commit this one; returns the ending of the one before.
  mutating func append(_ draft: FinishedDraft) async -> Ending {
    let ending = await settle()
    if case .failed = ending {
      await draft.discard()
      return ending
    }
    let commit = ChunkCommit(session: session)
    // Not a child of the run's task: a run that is cancelled still finishes the commit that is under way.
    pending = Task { [onEvent = session.onEvent] in
      let chunk = try await commit.commit(draft)
      // Told at once: the next chunk may take long.
      onEvent(.chunkFinished(chunk.result))
      return chunk
    }
    pendingPlace = draft.place
    return ending
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
