import Checkpoints
import ConfigurationFiles
import Planning
import Records

/// The chunks before a relative range that earlier runs left out, or committed as provisional.
///
/// A range such as `7 days ago` moves on during an outage, so that days would never be exported and provisional chunks would stay as they
/// are. With an explicit `--from`, or a fixed `from`, a range is what it says.
struct CatchUp: Sendable {
  /// From the end of the last committed chunk to the range, by their start.
  let missing: [PlannedChunk]
  /// Provisional chunks whose `settle` time has passed, by their start.
  let settled: [PlannedChunk]

  /// - Throws: `PlanError` if the time before the range cannot be cut into chunks.
  init(_ job: ExportJob, plan: Plan, committed: LoadedCheckpoints, options: ExportOptions, now: Instant) throws {
    let isWanted = options.from == nil && job.file.range.from.isRelative
    let start = isWanted ? plan.chunks.first?.chunk.span.lowerBound : nil
    let entries = committed.inOrder.filter { !$0.isBeingReplaced }
    let earlier = entries.filter { entry in start.map { entry.span.lowerBound < $0 } ?? false }
    guard let start, let end = earlier.map(\.span.upperBound).max() else {
      (missing, settled) = ([], [])
      return
    }
    let fingerprint = job.fingerprint.text
    let settle = job.file.range.settle ?? .zero
    let due = earlier.filter { entry in
      entry.state == .provisional && entry.fingerprint == fingerprint && entry.span.upperBound <= start
        && now - entry.span.upperBound >= settle
    }
    let first = min(due.first?.span.lowerBound ?? end, end)
    let between =
      first < start ? try job.chunks(at: now)(first..<start).filter { $0.chunk.span.upperBound <= start } : []
    let provisional = Set(due.map(\.chunk))
    let coverage = TimeCoverage(entries.map(\.span))
    settled = between.filter { provisional.contains($0.chunk.id) }
    missing = between.filter { $0.chunk.span.lowerBound >= end && !coverage.overlaps($0.chunk.span) }
  }

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
