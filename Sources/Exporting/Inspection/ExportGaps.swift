import Checkpoints
import Planning
import Records

/// The time between committed and planned chunks that no run of the pipeline exports.
struct ExportGaps: Sendable {
  /// In order.
  let spans: [Range<Instant>]

  /// - Parameter planned: the chunks that a run fetches, in addition to the committed ones.
  init(committed: LoadedCheckpoints, planned: [PlannedChunk]) {
    guard !committed.entries.isEmpty else {
      spans = []
      return
    }
    let exported = committed.entries.values.filter { !$0.isBeingReplaced }.map(\.span)
    guard let first = exported.map(\.lowerBound).min() else {
      spans = []
      return
    }
    // What lies before the first committed chunk was never part of the export.
    spans = TimeCoverage(exported + planned.map(\.chunk.span)).gaps.filter { $0.lowerBound >= first }
  }

  /// Nil if there is no gap.
  func warning(zone: TimeZoneTransitions) -> String? {
    guard let first = spans.first, let last = spans.last else { return nil }
    let days = zone.dayRange(around: first.lowerBound..<last.upperBound)
    return "not exported, and outside the range of this pipeline: \(DayListFormatter.text(of: spans, zone: zone)); "
      + "export this gap with `--from \(days.lowerBound) --to \(days.upperBound)`"
  }
}
