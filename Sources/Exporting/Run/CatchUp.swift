import Checkpoints
import ConfigurationFiles
import Planning
import Records

/// The chunks before a relative range that earlier runs left out, failed to export, or committed as provisional.
///
/// A range such as `7 days ago` moves on during an outage, so that days would never be exported and provisional chunks
/// would stay as they are. With an explicit `--from`, or a fixed `from`, a range is what it says.
struct CatchUp: Sendable {
  /// All chunks from the end of the last committed one to the range, and before it those of the ranges of earlier runs
  /// that were not exported, because they failed or the run ended before, and those whose replacement was interrupted;
  /// by their start.
  let missing: [PlannedChunk]
  /// Provisional chunks whose `settle` time has passed, by their start.
  let settled: [PlannedChunk]

  /// - Throws: `PlanError` if the time before the range cannot be cut into chunks, `StorageError` if the records of
  /// earlier runs cannot be listed.
  init(
    _ job: ExportJob, plan: Plan, store: CheckpointStore, committed: LoadedCheckpoints, options: ExportOptions,
    now: Instant
  ) throws {
    let isWanted = options.from == nil && job.file.range.from.isRelative
    let start = plan.chunks.first?.chunk.span.lowerBound ?? plan.range.lowerBound
    let entries = isWanted ? committed.inOrder.filter { $0.span.lowerBound < start } : []
    let earlier = entries.filter { !$0.isBeingReplaced }
    let interrupted = entries.filter { $0.isBeingReplaced && $0.span.upperBound <= start }
    let spans = (earlier + interrupted).map(\.span)
    // An earlier run may have committed later chunks before it ended, so that those it left are not after the last one.
    let runs = isWanted ? try store.latestRuns(CatchUp.recordCount).runs : []
    let intended = TimeCoverage(runs.compactMap(\.scope).filter(\.isRelative).map { $0.start..<max($0.start, $0.end) })
    let intendedStart = intended.spans.first?.lowerBound
    guard let oldest = (spans.map(\.lowerBound) + [intendedStart].compactMap(\.self)).min() else {
      (missing, settled) = ([], [])
      return
    }
    let end = spans.map(\.upperBound).max() ?? start
    let failed = Set(runs.flatMap(\.failures).compactMap(\.chunk)).subtracting(earlier.map(\.chunk.text))
    let fingerprint = job.fingerprint.text
    let settle = job.file.range.settle ?? .zero
    let due = earlier.filter { entry in
      entry.state == .provisional && entry.fingerprint == fingerprint && entry.span.upperBound <= start
        && now - entry.span.upperBound >= settle
    }
    let first =
      failed.isEmpty && intendedStart == nil ? (due + interrupted).map(\.span.lowerBound).reduce(end, min) : oldest
    let between =
      first < start ? try job.chunks(at: now)(first..<start).filter { $0.chunk.span.upperBound <= start } : []
    let provisional = Set(due.map(\.chunk))
    let coverage = TimeCoverage(earlier.map(\.span))
    let withdrawn = TimeCoverage(interrupted.map(\.span))
    settled = between.filter { provisional.contains($0.chunk.id) }
    missing = between.filter { planned in
      let span = planned.chunk.span
      let isOwed =
        span.lowerBound >= end || withdrawn.overlaps(span) || intended.contains(span)
        || failed.contains(planned.chunk.id.text)
      return isOwed && !coverage.overlaps(span)
    }
  }

  /// The number of runs whose chunks are exported if they left them.
  private static let recordCount = 100

  /// All of them, by their start.
  var chunks: [PlannedChunk] {
    (missing + settled).sorted { $0.chunk.span.lowerBound < $1.chunk.span.lowerBound }
  }

  /// The plan with these chunks before its own.
  func extending(_ plan: Plan) -> Plan {
    var plan = plan
    plan.notes += notes(zone: plan.zone)
    plan.chunks = chunks + plan.chunks
    return plan
  }

  /// One sentence for each kind.
  private func notes(zone: TimeZoneTransitions) -> [String] {
    func words(_ chunks: [PlannedChunk], _ kind: String) -> String {
      "\(chunks.count) \(kind)\(chunks.count == 1 ? "" : "s") before the range "
        + "(\(DayListFormatter.text(of: chunks.map(\.chunk.span), zone: zone)))"
    }
    var notes: [String] = []
    if !missing.isEmpty { notes.append("also exporting \(words(missing, "chunk")) that earlier runs left out") }
    if !settled.isEmpty {
      notes.append("also refetching \(words(settled, "provisional chunk")), whose `settle` time has passed")
    }
    return notes
  }
}
