/// A key of a record without a field, with its value.
package struct ExtraValue: Hashable, Sendable {
  /// Index of the record within the batch.
  package var record: Int
  /// The key, a string.
  package var key: ValueRef
  package var value: ValueRef

  package init(record: Int, key: ValueRef, value: ValueRef) {
    self.record = record
    self.key = key
    self.value = value
  }
}
