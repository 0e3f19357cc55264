import Checkpoints
import Planning
import Records
import Storage

/// Prevents mixing of old and new settings: a pipeline whose bytes would differ from committed chunks does not run
/// until its author decides.
struct FingerprintPolicy {
  let store: CheckpointStore
  let fingerprint: Fingerprint
  /// The pipeline's chunks between two instants.
  let chunks: (Range<Instant>) throws -> [PlannedChunk]
  let options: ExportOptions
  let zone: TimeZoneTransitions

  /// Returns the checkpoints that count for this run, under `adopt` with the new fingerprint.
  ///
  /// - Throws: `ExportError` (78) if chunks have a different fingerprint and no option resolves it, or if a newer
  /// version of the program wrote one.
  func admitted(
    _ loaded: LoadedCheckpoints, _ onEvent: @Sendable (ExportEvent) -> Void
  ) throws -> LoadedCheckpoints {
    for error in loaded.errors {
      if error.isNewer { throw ExportError(kind: .configuration, reason: error.description, stopsRun: true) }
      onEvent(.warning(error.description(inRun: true)))
    }
    let strangers = strangers(in: loaded)
    guard let stranger = strangers.first else { return loaded }
    if options.adopt {
      let adopted = try adopt(strangers, in: loaded)
      let verb = strangers.count == 1 ? "is" : "are"
      onEvent(.note("\(words(for: strangers)) \(verb) kept and now recorded with the current settings"))
      return adopted
    }
    if options.refresh == .changed || options.refresh == .all { return loaded }
    throw ExportError(
      kind: .configuration,
      reason: words(for: strangers) + (strangers.count == 1 ? " was" : " were") + " written with different settings"
        + (try words(on: stranger)) + "; re-export them with `--refresh changed`, "
        + (canAdopt(strangers) ? "keep them with `--adopt`, " : "") + "or use a different sink path",
      stopsRun: true)
  }

  /// Checks the chunks with a different fingerprint against those that the run will write, and warns of chunks that it
  /// leaves behind.
  ///
  /// - Throws: `ExportError` (78) if one reaches beyond the chunks to be written, so that it cannot be replaced
  /// and would duplicate rows.
  func review(_ loaded: LoadedCheckpoints, _ schedule: ChunkSchedule, _ onEvent: @Sendable (ExportEvent) -> Void) throws
  {
    let strangers = strangers(in: loaded)
    guard !strangers.isEmpty else { return }
    let due = schedule.items.filter(\.isDue).map(\.planned.chunk)
    let written = Set(due.map(\.id))
    let current = ObsoleteChunks(store: store, fingerprint: fingerprint).spans(in: loaded)
    let coverage = TimeCoverage(due.map(\.span) + current)
    var next = due.map(\.span)[...]
    var left: [CheckpointEntry] = []
    var overhanging: [CheckpointEntry] = []
    for entry in strangers where !written.contains(entry.chunk) {
      next = next.drop { $0.upperBound <= entry.span.lowerBound }
      if next.first.map({ $0.lowerBound >= entry.span.upperBound }) ?? true {
        left.append(entry)
      } else if !coverage.contains(entry.span) {
        overhanging.append(entry)
      }
    }
    if !overhanging.isEmpty {
      let days = days(around: due.map(\.span) + overhanging.map(\.span))
      let verb = overhanging.count == 1 ? "reaches" : "reach"
      throw ExportError(
        kind: .configuration,
        reason:
          "\(words(for: overhanging)) \(verb) beyond this run and would overlap its chunks, which would duplicate "
          + "rows; run with `--from \(days.lowerBound) --to \(days.upperBound)`, or use a different sink path",
        stopsRun: true)
    }
    if !left.isEmpty {
      onEvent(
        .warning(
          "this run leaves \(words(for: left)) with the old settings, and later runs will stop there; "
            + "re-export them with `--refresh changed` and a wider range, or keep them with `--adopt`"))
    }
  }

  /// Returns the days that cover all spans, of which there is at least one.
  private func days(around spans: [Range<Instant>]) -> Range<CalendarDay> {
    let start = spans.map(\.lowerBound).min() ?? Instant(seconds: 0)
    let end = spans.map(\.upperBound).max() ?? start
    let last = zone.civilTime(at: end).day
    let isWhole = zone.start(of: last) == end
    return zone.civilTime(at: start).day..<CalendarDay(daysSinceEpoch: last.daysSinceEpoch + (isWhole ? 0 : 1))
  }

  private func strangers(in loaded: LoadedCheckpoints) -> [CheckpointEntry] {
    loaded.inOrder.filter { $0.fingerprint != fingerprint.text }
  }

  /// Describes the number of chunks and their first and last day, in the pipeline's time zone.
  private func words(for entries: [CheckpointEntry]) -> String {
    let number = "\(entries.count) committed chunk\(entries.count == 1 ? "" : "s")"
    guard let start = entries.first?.span.lowerBound, let end = entries.map(\.span.upperBound).max() else {
      return number
    }
    let days = zone.days(of: start..<end)
    return days.lowerBound == days.upperBound
      ? "\(number) on \(days.lowerBound)" : "\(number) between \(days.lowerBound) and \(days.upperBound)"
  }

  private func words(on stranger: CheckpointEntry) throws -> String {
    guard let old = try store.savedFingerprint(stranger.fingerprint) else { return "" }
    let differences = FingerprintDifferences(from: old.entries, to: fingerprint.entries).descriptions
    let shown = differences.prefix(5).joined(separator: "; ")
    return " (\(shown)\(differences.count > 5 ? "; and \(differences.count - 5) more" : ""))"
  }

  private func canAdopt(_ strangers: [CheckpointEntry]) -> Bool {
    do {
      return try overlap(with: strangers) == nil
    } catch {
      // Their time cannot be divided into chunks with the new settings.
      return false
    }
  }

  /// Finds an overlap with the pipeline's chunks, including those beyond this run's range, which a later run would
  /// treat as its own.
  private func overlap(with strangers: [CheckpointEntry]) throws -> ChunkOverlap? {
    guard let start = strangers.first?.span.lowerBound, let end = strangers.map(\.span.upperBound).max() else {
      return nil
    }
    return ChunkOverlap(of: try chunks(start..<end), with: strangers)
  }

  /// Gives each chunk the new fingerprint, durably, because its author considers it correct.
  private func adopt(_ strangers: [CheckpointEntry], in loaded: LoadedCheckpoints) throws -> LoadedCheckpoints {
    if let clash = try overlap(with: strangers) { throw clash.failure }
    var loaded = loaded
    try store.save(fingerprint)
    for var entry in strangers {
      entry.fingerprint = fingerprint.text
      try store.commit(entry)
      loaded.entries[entry.chunk] = entry
    }
    return loaded
  }
}
