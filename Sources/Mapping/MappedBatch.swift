package import Records

/// The result of mapping a raw batch.
package struct MappedBatch: Sendable {
  /// The rows for a writer, in the order of the records.
  package var rows: RecordBatch
  /// The rejected records in order: rows and rejects together are all records of the raw batch.
  package var rejects: [Reject]
  /// Values of `rows` in whose text something bad was replaced by U+FFFD.
  package var replacedTexts: Int
  /// Values of `rows` that are null because they were bad.
  package var nulledValues: Int

  package init(rows: RecordBatch, rejects: [Reject] = [], replacedTexts: Int = 0, nulledValues: Int = 0) {
    self.rows = rows
    self.rejects = rejects
    self.replacedTexts = replacedTexts
    self.nulledValues = nulledValues
  }
}
