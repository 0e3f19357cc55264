package import Checkpoints
package import Planning

/// The chunks of a plan with their states.
package struct ChunkSchedule: Sendable {
  package struct Item: Sendable {
    package var planned: PlannedChunk
    package var state: ChunkState
    /// The run will fetch it.
    package var isDue: Bool
    package var entry: CheckpointEntry?
    /// The reason why the chunk is pending though it was committed.
    package var damage: FileDamage?
  }

  package struct FileDamage: Sendable {
    /// Relative to the sink.
    package var path: String
    package var damage: PartitionDamage
    /// True for the file of rejected records, false for the partition.
    package var isRejects: Bool
  }

  package var items: [Item]

  /// - Parameter check: checks the files of committed chunks; nil if they are assumed to be intact.
  /// - Throws: `PlanError` for a chunk that is not in the plan.
  package init(
    plan: Plan, checkpoints: [ChunkID: CheckpointEntry], fingerprint: Fingerprint, options: ExportOptions,
    check: PartitionCheck?
  ) throws(PlanError) {
    items = try plan.chunks(named: options.chunks).map { planned in
      let entry = checkpoints[planned.chunk.id].flatMap { $0.isBeingReplaced ? nil : $0 }
      let damage = entry.flatMap { check?.quick($0) }
        .map { FileDamage(path: $0.path, damage: $0.damage, isRejects: $0.path == entry?.rejects?.path) }
      let state = ChunkSchedule.state(of: planned, intact: damage == nil ? entry : nil, fingerprint: fingerprint)
      return Item(
        planned: planned, state: state, isDue: ChunkSchedule.isDue(state, planned: planned, options: options),
        entry: checkpoints[planned.chunk.id], damage: damage)
    }
  }

  private static func state(
    of planned: PlannedChunk, intact entry: CheckpointEntry?, fingerprint: Fingerprint
  ) -> ChunkState {
    guard let entry else { return planned.isOpen ? .open : .pending }
    if entry.fingerprint != fingerprint.text { return .stale }
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

extension ChunkSchedule {
  /// The number of chunks that are already committed and are skipped.
  package var skippedCount: Int { items.count { !$0.isDue && $0.state != .open } }
  /// Chunks that have not ended yet and are left for a later run.
  package var openCount: Int { items.count { !$0.isDue && $0.state == .open } }
  /// Files that are not as they were committed.
  package var damages: [FileDamage] { items.compactMap(\.damage) }
}
