package import Records

/// The part of a chunk that one request covers.
package struct Window: Hashable, Sendable, CustomStringConvertible {
  package var span: Range<Instant>

  package init(span: Range<Instant>) {
    self.span = span
  }

  /// `2026-10-01T05:00:00Z..2026-10-02T05:00:00Z`
  package var description: String { "\(span.lowerBound)..\(span.upperBound)" }
}
