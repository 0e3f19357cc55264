package import Planning

/// Something under a sink that is not as its checkpoints say.
package struct AuditFinding: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A checkpoint's partition is gone.
    case missingPartition = "missing_partition"
    /// A partition is not what was committed.
    case damagedPartition = "damaged_partition"
    /// A partition could not be looked at.
    case uncheckedPartition = "unchecked_partition"
    /// Two checkpoints name one file.
    case sharedPartition = "shared_partition"
    /// The file of quarantined records is gone.
    case missingRejects = "missing_rejects"
    /// A file that no checkpoint names.
    case strayFile = "stray_file"
    /// A checkpoint that counts for nothing.
    case badCheckpoint = "bad_checkpoint"
    /// A checkpoint of a newer program, or one that could not be read.
    case unreadableCheckpoint = "unreadable_checkpoint"
    /// Something that a crash has left in the making.
    case leftover
    /// A time between committed chunks that none of them covers.
    case gap
    /// A time that two committed chunks cover.
    case overlap
    /// The manifest and the checkpoints disagree.
    case manifest
  }

  package var kind: Kind
  /// Relative to the sink; of a gap or an overlap, that of the later chunk's checkpoint.
  package var path: String
  /// Goes after the path.
  package var words: String
  package var chunk: ChunkID?

  /// Whether `repair` does something about it, for good or by making a chunk pending.
  package var isRepairable: Bool {
    switch kind {
    case .missingPartition, .damagedPartition, .sharedPartition, .missingRejects, .badCheckpoint, .leftover, .manifest:
      true
    case .uncheckedPartition, .strayFile, .unreadableCheckpoint, .gap, .overlap: false
    }
  }

  package var description: String { "\(path) \(words)" }
}

/// What an audit has found, and how much it has looked at.
package struct AuditReport: Sendable {
  /// By kind as `AuditFinding.Kind` lists them, then by path.
  package var findings: [AuditFinding] = []
  /// Committed chunks.
  package var chunks = 0
  /// Partitions that were read to their last byte and found whole.
  package var wholePartitions = 0
  /// Bytes of those.
  package var wholeBytes = 0

  package init() {}
}
