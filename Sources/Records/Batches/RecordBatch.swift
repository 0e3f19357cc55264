/// Typed rows in columns, ready for a writer.
///
/// Text columns point into `received` or, for values that were created, into `arena`; their text is valid: UTF-8, with
/// valid JSON escapes and paired surrogates. Other columns contain their values.
package struct RecordBatch: Sendable {
  package var received: [UInt8]
  package var arena: [UInt8]
  package var rowCount: Int
  /// One for each column of the schema, each with `rowCount` values.
  package var columns: [ColumnValues]

  package init(received: [UInt8], arena: [UInt8], rowCount: Int, columns: [ColumnValues]) {
    self.received = received
    self.arena = arena
    self.rowCount = rowCount
    self.columns = columns
  }
}

extension ColumnType {
  package var representation: ColumnValues.Representation {
    switch self {
    case .string, .decimal, .json: .text
    case .integer, .timestamp, .localTimestamp, .seconds, .date: .integers
    case .double: .doubles
    case .boolean: .booleans
    }
  }
}
