package import Records

/// The time that a set of spans covers, as disjoint spans in order. A lookup takes logarithmic time.
package struct TimeCoverage: Sendable {
  /// Neither overlapping nor adjacent, by their start.
  package let spans: [Range<Instant>]

  package init(_ spans: some Sequence<Range<Instant>>) {
    var merged: [Range<Instant>] = []
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) where !span.isEmpty {
      if let last = merged.last, span.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        merged.append(span)
      }
    }
    self.spans = merged
  }

  /// True if every moment of a span is covered.
  package func contains(_ span: Range<Instant>) -> Bool {
    guard let candidate = firstSpan(endingAfter: span.lowerBound) else { return span.isEmpty }
    return candidate.lowerBound <= span.lowerBound && span.upperBound <= candidate.upperBound
  }

  /// True if any moment of a span is covered.
  package func overlaps(_ span: Range<Instant>) -> Bool {
    firstSpan(endingAfter: span.lowerBound).map { $0.lowerBound < span.upperBound } ?? false
  }

  /// The spans between the covered ones, in order.
  package var gaps: [Range<Instant>] {
    zip(spans, spans.dropFirst()).map { $0.upperBound..<$1.lowerBound }
  }

  private func firstSpan(endingAfter instant: Instant) -> Range<Instant>? {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].upperBound <= instant { low = middle + 1 } else { high = middle }
    }
    return low < spans.count ? spans[low] : nil
  }
}
