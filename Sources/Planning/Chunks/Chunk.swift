package import Records

/// One indivisible part of an export: a half-open time range that becomes one partition.
package struct Chunk: Hashable, Sendable {
  package var id: ChunkID
  package var span: Range<Instant>
  /// The path of its partition within the sink, with its extension.
  package var partition: String
  /// The date of its start in the range's zone: `{window.date}`.
  package var date: CalendarDay

  package init(span: Range<Instant>, partition: String, date: CalendarDay) {
    self.id = ChunkID(span)
    self.span = span
    self.partition = partition
    self.date = date
  }
}
