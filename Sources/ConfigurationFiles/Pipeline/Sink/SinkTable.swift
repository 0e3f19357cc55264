/// `sink.table`.
package enum SinkTable: String, CaseIterable, Sendable {
  /// A Delta transaction log next to the partitions.
  case delta
}
