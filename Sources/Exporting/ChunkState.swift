package import Checkpoints
package import Planning

/// How far a chunk has come, and so whether a run fetches it.
package enum ChunkState: String, CaseIterable, Sendable {
  /// Finished, and its file is whole.
  case committed
  /// Committed, but the source may still change it: the next run fetches it again.
  case provisional
  /// Not there yet, or its file is gone or damaged.
  case pending
  /// Has not ended yet.
  case open
  /// Committed in another shape than the pipeline has now.
  case stale
}

/// The chunks of a plan with their states.
package struct Agenda: Sendable {
  package struct Item: Sendable {
    package var planned: PlannedChunk
    package var state: ChunkState
    /// The run will fetch it.
    package var isDue: Bool
    package var entry: CheckpointEntry?
  }

  package var items: [Item]

  /// - Parameter isIntact: whether the files of a checkpoint stand as it says.
  /// - Throws: `PlanError` for a chunk that the plan does not have, and what `isIntact` throws.
  package init(
    plan: Plan, checkpoints: [ChunkID: CheckpointEntry], fingerprint: String, options: ExportOptions,
    isIntact: (CheckpointEntry) throws -> Bool
  ) throws {
    items = try plan.chunks(named: options.chunks).map { planned in
      let entry = checkpoints[planned.chunk.id]
      let state = try Agenda.state(of: planned, entry: entry, fingerprint: fingerprint, isIntact: isIntact)
      return Item(
        planned: planned, state: state, isDue: Agenda.isDue(state, planned: planned, options: options), entry: entry)
    }
  }

  private static func state(
    of planned: PlannedChunk, entry: CheckpointEntry?, fingerprint: String, isIntact: (CheckpointEntry) throws -> Bool
  ) rethrows -> ChunkState {
    guard let entry, !entry.isBeingReplaced, try isIntact(entry) else { return planned.isOpen ? .open : .pending }
    if entry.fingerprint != fingerprint { return .stale }
    return entry.state == .provisional ? .provisional : .committed
  }

  private static func isDue(_ state: ChunkState, planned: PlannedChunk, options: ExportOptions) -> Bool {
    if planned.isOpen && !options.includeOpen { return false }
    return switch state {
    case .pending, .open, .provisional: true
    case .committed: options.refresh == .all
    case .stale: options.refresh == .all || options.refresh == .changed
    }
  }
}

extension Agenda {
  /// Chunks that stand already and are left alone.
  package var skippedCount: Int { items.count { !$0.isDue && $0.state != .open } }
  /// Chunks that have not ended yet and are left for a later run.
  package var openCount: Int { items.count { !$0.isDue && $0.state == .open } }
}
