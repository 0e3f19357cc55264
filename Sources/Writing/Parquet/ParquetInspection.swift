import Parquet
package import Records
package import Storage

/// Compares a Parquet partition's footer with its checkpoint.
package enum ParquetInspection {
  /// Returns text to append to the file's path; nil if the footer is valid and has this number of rows of these
  /// columns.
  package static func error(
    in file: any ReadableFile, rows: Int, columns: [Column]
  ) throws(StorageError) -> String? {
    let footer: ParquetFooter
    do {
      footer = try ParquetFooter(fileSize: file.size) { try file.read(at: $0.lowerBound, count: $0.count) }
    } catch let error as StorageError {
      throw error
    } catch {
      return "is not a complete Parquet file: \(error)"
    }
    if footer.rowCount != rows { return "has \(footer.rowCount) rows in its footer; expected \(rows)" }
    let found = footer.columns
    let expected = columns.map { ParquetColumn($0) }
    guard found != expected else { return nil }
    guard let index = zip(found, expected).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset else {
      return "has \(found.count) columns in its footer; expected \(expected.count)"
    }
    return found[index].name == expected[index].name
      ? "has a different type of the column `\(found[index].name)` in its footer than its checkpoint"
      : "has the column `\(found[index].name)` in its footer; expected `\(expected[index].name)`"
  }
}
