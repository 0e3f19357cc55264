package import Planning

/// A difference between a sink and its checkpoints.
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
    /// The file of rejected records is not what was committed.
    case damagedRejects = "damaged_rejects"
    /// A file without a checkpoint.
    case strayFile = "stray_file"
    /// A checkpoint that counts for nothing.
    case badCheckpoint = "bad_checkpoint"
    /// A checkpoint of a newer program, or one that could not be read.
    case unreadableCheckpoint = "unreadable_checkpoint"
    /// A temporary file left by a crash.
    case leftover
    /// A time between committed chunks that none of them covers.
    case gap
    /// A time that two committed chunks cover.
    case overlap
    /// The manifest and the checkpoints disagree.
    case manifest
    /// The log of the table and the checkpoints disagree.
    case tableLog = "table_log"
    /// The log of the table could not be read.
    case unreadableTableLog = "unreadable_table_log"
    /// The manifest of a newer program.
    case newerManifest = "newer_manifest"
  }

  package var kind: Kind
  /// Relative to the sink; of a gap or an overlap, that of the later chunk's checkpoint.
  package var path: String
  /// The text after the path.
  package var words: String
  package var chunk: ChunkID?

  /// True if `repair` handles the finding, completely or by making a chunk pending.
  package var isRepairable: Bool {
    switch kind {
    case .missingPartition, .damagedPartition, .sharedPartition, .missingRejects, .damagedRejects, .badCheckpoint,
      .leftover, .manifest, .tableLog:
      true
    case .uncheckedPartition, .strayFile, .unreadableCheckpoint, .gap, .overlap, .newerManifest, .unreadableTableLog:
      false
    }
  }

  /// The path and the problem; a gap has no file.
  package var description: String { kind == .gap ? words : "\(path) \(words)" }
}
