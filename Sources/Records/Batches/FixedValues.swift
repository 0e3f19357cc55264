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
