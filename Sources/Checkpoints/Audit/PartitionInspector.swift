package import Records
package import Storage

/// Checks partitions whose format describes its content. This stage does not know formats, so the caller provides an
/// inspector.
package protocol PartitionInspector: Sendable {
  /// Returns the difference between the file's metadata and its checkpoint, as text after its path; nil if there is
  /// none, or if the format has no metadata. Must read little, because every partition is checked before each run.
  func error(
    in file: any ReadableFile, of partition: CheckpointEntry.Partition, columns: [Column]
  ) throws(StorageError) -> String?

  /// Returns the difference between the columns that a text file begins with and those of its checkpoint, as text after
  /// its path; nil if there is none, or if `error` has compared them. Called only for files whose bytes are as
  /// committed.
  func columnError(
    in file: any ReadableFile, of partition: CheckpointEntry.Partition, columns: [Column]
  ) throws(StorageError) -> String?
}
