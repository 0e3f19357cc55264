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

/// A chunk's name, made of its instants: `20261001T050000Z-20261002T050000Z`. Sorts by time and is safe in a file name.
package struct ChunkID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var text: String

  package init(_ span: Range<Instant>) {
    self.text = "\(span.lowerBound.basicDescription)-\(span.upperBound.basicDescription)"
  }

  /// An id read from a file or typed by a person; not checked against any plan.
  package init(text: String) {
    self.text = text
  }

  package static func < (left: ChunkID, right: ChunkID) -> Bool { left.text < right.text }

  package var description: String { text }
}

/// The part of a chunk that one request covers.
package struct Window: Hashable, Sendable, CustomStringConvertible {
  package var span: Range<Instant>

  package init(span: Range<Instant>) {
    self.span = span
  }

  /// `2026-10-01T05:00:00Z..2026-10-02T05:00:00Z`
  package var description: String { "\(span.lowerBound)..\(span.upperBound)" }
}
