/// A stretch of received bytes and the positions of the wanted values of each complete record in it.
///
/// Nothing is copied or unescaped: the references point into `bytes`.
package struct RawBatch: Sendable {
  package var bytes: [UInt8]
  package var recordCount: Int
  /// Values a record: the number of wanted paths, in their order.
  package var width: Int
  /// `recordCount * width` references, record by record.
  package var values: [ValueRef]
  /// Each record's complete text, for rejects.
  package var records: [ValueRef]
  /// Top-level keys of the records that are not wanted, in the order of records; empty unless the reader is configured
  /// to keep them.
  package var extras: [ExtraValue]
  /// Some values are `ValueRef.missing(in:)`.
  package var hasArraysOnPaths: Bool

  /// Indexes of records that have none of the keys that the report is known to have, ascending.
  package var unrecognized: [Int]

  package init(
    bytes: [UInt8], recordCount: Int, width: Int, values: [ValueRef], records: [ValueRef], extras: [ExtraValue] = [],
    hasArraysOnPaths: Bool = false, unrecognized: [Int] = []
  ) {
    self.unrecognized = unrecognized
    self.bytes = bytes
    self.recordCount = recordCount
    self.width = width
    self.values = values
    self.records = records
    self.extras = extras
    self.hasArraysOnPaths = hasArraysOnPaths
  }
}
