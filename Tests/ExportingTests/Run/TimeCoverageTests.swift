import Exporting
import Records
import Testing

struct TimeCoverageTests {
  private func hours(_ start: Int, _ end: Int) -> Range<Instant> {
    Instant(seconds: Int64(start) * 3_600)..<Instant(seconds: Int64(end) * 3_600)
  }

  @Test func `spans that touch or overlap are one`() {
    let coverage = TimeCoverage([hours(5, 6), hours(0, 2), hours(1, 3), hours(3, 4), hours(9, 9)])
    #expect(coverage.spans == [hours(0, 4), hours(5, 6)])
    #expect(coverage.gaps == [hours(4, 5)])
  }

  @Test func `a span is contained, overlapped or outside`() {
    let coverage = TimeCoverage([hours(0, 4), hours(6, 8)])
    for (span, isContained, isOverlapped) in [
      (hours(0, 4), true, true), (hours(1, 2), true, true), (hours(3, 5), false, true), (hours(4, 6), false, false),
      (hours(5, 7), false, true), (hours(8, 9), false, false), (hours(-2, 0), false, false),
      (hours(-1, 9), false, true),
    ] {
      #expect(coverage.contains(span) == isContained, "\(span)")
      #expect(coverage.overlaps(span) == isOverlapped, "\(span)")
    }
    #expect(!TimeCoverage([]).contains(hours(0, 1)) && !TimeCoverage([]).overlaps(hours(0, 1)))
  }

  @Test(.timeLimit(.minutes(1)))
  func `a hundred thousand chunks are looked up in a hundred thousand others`() {
    // Every second hour is missing, so that no two spans merge.
    let coverage = TimeCoverage((0..<100_000).map { hours(2 * $0, 2 * $0 + 1) })
    #expect((0..<100_000).allSatisfy { coverage.contains(hours(2 * $0, 2 * $0 + 1)) })
    #expect(!(0..<100_000).contains { coverage.contains(hours(2 * $0 + 1, 2 * $0 + 2)) })
  }
}
