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
