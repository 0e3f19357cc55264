/// A value that a column cannot store.
package struct ParquetValueError: Error, Hashable, CustomStringConvertible {
  package var column: String
  /// Counted from 0 within what was to be appended.
  package var row: Int
  package var reason: String

  package var description: String { "column `\(column)` cannot store row \(row) of the batch: \(reason)" }
}

extension ParquetColumn {
  /// Finds values that would be truncated to the column's width, and nulls in required columns.
  func check(_ values: ParquetValues) throws(ParquetValueError) {
    if isRequired, let row = values.firstNull {
      throw ParquetValueError(column: name, row: row, reason: "a null, and the column is required")
    }
    switch (type, values) {
    case (.date, .integers(let days, let isNull)):
      try check(days, isNull, Int64(Int32.min)...Int64(Int32.max), "days since 1970, beyond 32 bits")
    case (.decimal(let precision, _), .integers(let numbers, let isNull)):
      let most = Int64(ParquetType.largest(digits: precision))
      try check(numbers, isNull, -most...most, "beyond \(precision) digits")
    case (.decimal(let precision, _), .decimals(let numbers, let isNull)):
      let most = Int128(ParquetType.largest(digits: precision))
      try check(numbers, isNull, -most...most, "beyond \(precision) digits")
    default: break
    }
  }

  private func check<Number: FixedWidthInteger>(
    _ numbers: [Number], _ isNull: [Bool], _ bounds: ClosedRange<Number>, _ error: String
  ) throws(ParquetValueError) {
    var isWithin = true
    for number in numbers { isWithin = isWithin && bounds.contains(number) }
    // Values of null rows are unspecified.
    guard !isWithin,
      let row = numbers.indices.first(where: { row in
        !bounds.contains(numbers[row]) && (isNull.isEmpty || !isNull[row])
      })
    else { return }
    throw ParquetValueError(column: name, row: row, reason: "\(numbers[row]) is \(error)")
  }
}

extension ParquetValues {
  /// The first row without a value.
  fileprivate var firstNull: Int? {
    switch self {
    case .text(let text): text.values.firstIndex(where: \.isNull)
    case .integers(_, let isNull), .doubles(_, let isNull), .booleans(_, let isNull), .decimals(_, let isNull):
      isNull.firstIndex(of: true)
    }
  }
}
