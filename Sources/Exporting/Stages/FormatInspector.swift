package import Checkpoints
package import Records
package import Storage
import Writing

/// Checks partitions whose format describes its content, as Parquet's footer does.
package struct FormatInspector: PartitionInspector {
  package init() {}

  package func error(
    in file: any ReadableFile, of partition: CheckpointEntry.Partition, columns: [Column]
  ) throws(StorageError) -> String? {
    guard partition.path.hasSuffix(".parquet") else { return nil }
    return try ParquetInspection.error(in: file, rows: partition.rows, columns: columns)
  }
}
