package import Checkpoints
import ConfigurationFiles
package import Planning
package import Records
package import Storage
import SystemPackage

/// The progress of an export: every chunk of the range, and every chunk that was ever committed, with its state.
///
/// Computed without the network and without a lock.
package struct ExportStatus: Sendable {
  package enum ItemState: String, CaseIterable, Sendable {
    /// Finished, with rows or a receipt.
    case committed
    /// Finished, and the source has nothing there.
    case empty
    /// Has not ended yet.
    case open
    /// Committed, and fetched again by the next run.
    case provisional
    /// Committed with different settings than the pipeline has now.
    case stale
    /// Not there, or its file is gone or damaged.
    case missing
    /// Not there, and the last run that came to it failed.
    case failed
    /// Between committed chunks, but outside the range: no run exports it.
    case gap
  }

  package struct Item: Sendable {
    package var id: ChunkID
    package var span: Range<Instant>
    /// Days on the calendar of the range's zone.
    package var days: ClosedRange<CalendarDay>
    package var state: ItemState
    package var rows: Int
    package var bytes: Int
    package var rejected: Int
    /// A run would fetch it.
    package var isDue: Bool
    /// The reason why the last run that came to it did not get it.
    package var failure: String?
  }

  /// Chunks in time order.
  package var items: [Item]
  /// The time between committed chunks that is outside the range, in order.
  package var gaps: [Range<Instant>]
  private let zone: TimeZoneTransitions
  /// Newest first.
  package var runs: [RunRecord]
  /// Untrusted checkpoints, and damaged files.
  package var warnings: [String]
  /// Requests that the next run makes.
  package var calls: Int

  /// - Parameter historyCount: the number of runs to include.
  package init(
    _ job: ExportJob, options: ExportOptions, files: any FileStore, now: Instant, historyCount: Int
  ) throws(ExportError) {
    do {
      let snapshot = try SinkSnapshot(job, options: options, files: files, now: now)
      let zone = snapshot.plan.zone
      let history = try snapshot.store.latestRuns(historyCount)
      let failures = ExportStatus.latestFailures(of: history.runs)
      let chunks = snapshot.schedule.items
      let complete = history.runs.filter { $0.exitCode == 0 }
      var items = chunks.map { item in
        let failure = failures[item.planned.chunk.id.text].flatMap { failure in
          // A later run that got all of its range has exported the chunk; it is missing for another reason.
          complete.contains { $0.startedAt > failure.startedAt && $0.covers(item.planned.chunk.span) } ? nil : failure
        }
        return Item(item, zone: zone, failure: failure)
      }
      // What earlier ranges have left is part of the export too.
      let planned = Set(chunks.map(\.planned.chunk.id))
      items += snapshot.committed.inOrder.filter { !planned.contains($0.chunk) }.map { entry in
        Item(entry, zone: zone, isStale: entry.fingerprint != snapshot.fingerprint.text)
      }
      gaps = snapshot.gaps
      for gap in gaps {
        let chunks = (try? job.chunks(at: now)(gap)) ?? []
        // Chunks of another length do not fit between the committed ones.
        let spans = chunks.map(\.chunk.span).filter {
          gap.lowerBound <= $0.lowerBound && $0.upperBound <= gap.upperBound
        }
        items += (spans.isEmpty ? [gap] : spans).map { Item(gap: $0, zone: zone) }
      }
      self.items = items.sorted { $0.span.lowerBound < $1.span.lowerBound }
      self.zone = zone
      runs = history.runs
      warnings = snapshot.warnings + history.errors.map(\.description)
      calls = chunks.filter(\.isDue).reduce(0) { $0 + $1.planned.windows.count }
    } catch {
      throw ExportError(error, chunk: nil)
    }
  }

  /// The days from the first to the last, each with the state of its chunk that most needs attention; nil for days
  /// without a chunk.
  package var days: [(day: CalendarDay, state: ItemState?)] {
    guard let first = items.map(\.days.lowerBound).min(), let last = items.map(\.days.upperBound).max() else {
      return []
    }
    let gravity: [ItemState] = [.empty, .committed, .open, .provisional, .stale, .gap, .missing, .failed]
    var states = [ItemState?](repeating: nil, count: last.daysSinceEpoch - first.daysSinceEpoch + 1)
    for item in items {
      for day in item.days.lowerBound.daysSinceEpoch...item.days.upperBound.daysSinceEpoch {
        let index = day - first.daysSinceEpoch
        let before = states[index].flatMap { gravity.firstIndex(of: $0) } ?? -1
        if let here = gravity.firstIndex(of: item.state), here > before { states[index] = item.state }
      }
    }
    return states.enumerated().map { (first.advanced(byDays: $0), $1) }
  }

  /// The start of the first missing chunk; the end of the last chunk if none is missing; nil without chunks.
  package var completeUntil: Instant? {
    let isThere: Set<ItemState> = [.committed, .empty, .provisional]
    return items.first { !isThere.contains($0.state) }?.span.lowerBound ?? items.map(\.span.upperBound).max()
  }

  /// The days that `--from` and `--to` need to export all gaps; nil if there is none.
  package var gapDays: Range<CalendarDay>? {
    guard let first = gaps.first, let last = gaps.last else { return nil }
    return zone.dayRange(around: first.lowerBound..<last.upperBound)
  }

  /// By chunk, the latest failure and when its run began. A chunk that a run did not get stays failed until it is
  /// committed: later runs may not have come to it.
  private static func latestFailures(of runs: [RunRecord]) -> [String: (reason: String, startedAt: Instant)] {
    let failures = runs.flatMap { run in
      run.failures.compactMap { failure in failure.chunk.map { ($0, (failure.reason, run.startedAt)) } }
    }
    return Dictionary(failures, uniquingKeysWith: { latest, _ in latest })
  }

  package func count(_ state: ItemState) -> Int { items.count { $0.state == state } }
  package var rows: Int { items.reduce(0) { $0 + $1.rows } }
  package var bytes: Int { items.reduce(0) { $0 + $1.bytes } }
  package var rejected: Int { items.reduce(0) { $0 + $1.rejected } }
  package var dueCount: Int { items.count(where: \.isDue) }
}

extension RunRecord {
  fileprivate func covers(_ span: Range<Instant>) -> Bool {
    scope.map { $0.start <= span.lowerBound && span.upperBound <= $0.end } ?? false
  }
}

extension ExportStatus.Item {
  fileprivate init(
    _ item: ChunkSchedule.Item, zone: TimeZoneTransitions, failure: (reason: String, startedAt: Instant)?
  ) {
    let chunk = item.planned.chunk
    // A file that was lost after a later run had committed the chunk is missing for another reason than that failure.
    let failure = failure.flatMap { failure in
      item.entry.map { failure.startedAt > $0.committedAt } ?? true ? failure.reason : nil
    }
    let stands = item.state != .pending && item.state != .open
    let entry = stands ? item.entry : nil
    self.init(
      id: chunk.id, span: chunk.span, days: zone.days(of: chunk.span), state: .missing,
      rows: entry?.partition?.rows ?? 0,
      bytes: entry?.partition?.bytes ?? 0, rejected: entry?.rejects?.rows ?? 0, isDue: item.isDue)
    state =
      switch item.state {
      case .committed: item.entry?.outcome == .empty ? .empty : .committed
      case .provisional: .provisional
      case .stale: .stale
      case .open: .open
      case .pending: failure == nil ? .missing : .failed
      }
    self.failure = stands ? nil : failure
  }

  fileprivate init(gap span: Range<Instant>, zone: TimeZoneTransitions) {
    self.init(
      id: ChunkID(span), span: span, days: zone.days(of: span), state: .gap, rows: 0, bytes: 0, rejected: 0,
      isDue: false)
  }

  fileprivate init(_ entry: CheckpointEntry, zone: TimeZoneTransitions, isStale: Bool) {
    self.init(
      id: entry.chunk, span: entry.span, days: zone.days(of: entry.span),
      state: isStale
        ? .stale : entry.state == .provisional ? .provisional : entry.outcome == .empty ? .empty : .committed,
      rows: entry.partition?.rows ?? 0, bytes: entry.partition?.bytes ?? 0, rejected: entry.rejects?.rows ?? 0,
      isDue: false)
  }
}
