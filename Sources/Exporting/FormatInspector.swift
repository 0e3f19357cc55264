package import Checkpoints
package import Records
package import Storage
import Writing

/// Looks into partitions whose format tells what they hold: Parquet's footer does.
package struct FormatInspector: PartitionInspector {
  package init() {}

  package func fault(
    in file: any ReadableFile, of partition: CheckpointEntry.Partition, columns: [Column]
  ) throws(StorageError) -> String? {
    guard partition.path.hasSuffix(".parquet") else { return nil }
    return try ParquetInspection.fault(in: file, rows: partition.rows, columns: columns)
  }
}
