/// A rejected record, with its first bad field in the order of the columns.
package struct Reject: Hashable, Sendable {
  /// The record's JSON text as it was received, but for secrets, which are overwritten.
  package var record: [UInt8]
  /// The column's name.
  package var field: String
  /// The value, at most 200 characters of it, with control characters made visible; nil if there was none.
  package var value: String?
  /// The reason, for example: `12.0` is not an integer.
  package var reason: String
  /// Index of the record within the batch.
  package var index: Int

  package init(record: [UInt8], field: String, value: String?, reason: String, index: Int) {
    self.record = record
    self.field = field
    self.value = value
    self.reason = reason
    self.index = index
  }
}
