package import Checkpoints
package import Records
package import Storage
import Writing

/// Compares partitions with their checkpoints as far as their format describes its content: Parquet in its footer, CSV
/// in its header, NDJSON in its keys.
package struct FormatInspector: PartitionInspector {
  private let csv: CSVDialect

  package init(_ csv: CSVDialect = CSVDialect()) {
    self.csv = csv
  }

  package func error(
    in file: any ReadableFile, of partition: CheckpointEntry.Partition, columns: [Column]
  ) throws(StorageError) -> String? {
    guard partition.path.hasSuffix(".parquet") else { return nil }
    return try ParquetInspection.error(in: file, rows: partition.rows, columns: columns)
  }

  package func columnError(
    in file: any ReadableFile, of partition: CheckpointEntry.Partition, columns: [Column]
  ) throws(StorageError) -> String? {
    let isGzip = partition.path.hasSuffix(".gz")
    let name = isGzip ? String(partition.path.dropLast(3)) : partition.path
    do {
      var inspection = try ColumnInspection(file, isGzip: isGzip)
      if name.hasSuffix(".csv") { return try inspection.csvError(columns: columns, format: csv) }
      // Without rows, the file is empty.
      if name.hasSuffix(".ndjson"), partition.rows > 0 { return try inspection.ndjsonError(columns: columns) }
      return nil
    } catch let error as StorageError {
      throw error
    } catch {
      return "cannot be read: \(error)"
    }
  }
}
