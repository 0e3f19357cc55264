import Records

/// Something bad that a column found in a row. The row's value is null.
struct ColumnProblem {
  var row: Int
  var reason: BadReason
  /// The bad value; nil if the key is missing or the default is bad.
  var value: ValueRef?
  var isOfDefault = false
}

/// The errors in one column of a batch.
struct ColumnProblems {
  private(set) var found: [ColumnProblem] = []
  /// Rows whose text had bad parts that were replaced.
  private(set) var replacedRows: [Int] = []

  mutating func append(_ problem: ColumnProblem) {
    found.append(problem)
  }

  mutating func append(replacedRow row: Int) {
    replacedRows.append(row)
  }
}
