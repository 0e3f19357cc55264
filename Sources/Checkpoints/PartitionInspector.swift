package import Records
package import Storage

/// Looks into a partition whose format tells what it holds. Formats are no business of this stage, so whoever knows them
/// brings one.
package protocol PartitionInspector: Sendable {
  /// What the file says of itself that is not as committed, to go after its path. Nil where all is, or the format tells
  /// nothing. Reads little: it is asked of every partition before each run.
  func fault(
    in file: any ReadableFile, of partition: CheckpointEntry.Partition, columns: [Column]
  ) throws(StorageError) -> String?
}
