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

/// The values of one column. Which case a column has follows from its type.
package enum ColumnValues: Sendable {
  /// Values of `string`, `decimal` and `json` columns. Each reference is of kind `null` or `string`; only a `string`
  /// column's may have escapes. A decimal's text is digits with at most one sign and one point, without leading zeros,
  /// and thus valid JSON; a `json` column's is compact JSON.
  case text([ValueRef])
  /// Values of `integer`; `timestamp` in microseconds since the epoch; `local_timestamp` in microseconds of local
  /// time; `seconds`; `date` in days since the epoch.
  case integers(FixedValues<Int64>)
  /// `double`; never NaN or infinite.
  case doubles(FixedValues<Double>)
  case booleans(FixedValues<Bool>)

  /// The case that a column of a type has.
  package enum Shape: Hashable, Sendable {
    case text
    case integers
    case doubles
    case booleans
  }
}

extension ColumnType {
  package var shape: ColumnValues.Shape {
    switch self {
    case .string, .decimal, .json: .text
    case .integer, .timestamp, .localTimestamp, .seconds, .date: .integers
    case .double: .doubles
    case .boolean: .booleans
    }
  }
}

/// Values of one width with their nulls.
package struct FixedValues<Value: Sendable & Hashable>: Hashable, Sendable {
  /// One value per row; the values of null rows are unspecified.
  package var values: [Value]
  /// One flag per row, or empty if no value is null.
  package var isNull: [Bool]

  package init(values: [Value], isNull: [Bool] = []) {
    precondition(isNull.isEmpty || isNull.count == values.count, "every value has its own null mark, or none has")
    self.values = values
    self.isNull = isNull
  }

  @inlinable
  package subscript(row: Int) -> Value? {
    !isNull.isEmpty && isNull[row] ? nil : values[row]
  }
}
