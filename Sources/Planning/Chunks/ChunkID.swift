package import Records

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
