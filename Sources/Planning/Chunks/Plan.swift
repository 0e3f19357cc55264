package import ConfigurationFiles
package import Records

/// The chunks of a pipeline at a given time, in time order.
package struct Plan: Sendable {
  /// Complete chunks of the calendar's grid: every one that contains a part of the range. They follow one another
  /// without a gap. None if a relative range is empty now, such as `start of month` to `today` on the first of a month.
  package var chunks: [PlannedChunk]
  package var zone: TimeZoneTransitions
  /// Notes on the range for the user, one sentence each, for example that an end within a chunk was moved to the
  /// chunk's end.
  package var notes: [String]
  /// The range itself, whose ends may lie within chunks.
  package let range: Range<Instant>

  /// Splits the pipeline's range, or the one from `from` to `to` instead, into chunks at the time `now`.
  ///
  /// A chunk that contains an end of the range is included completely: chunks are the same for every range, so that a
  /// run can resume another's, and no part of the range is left out.
  package init(
    _ file: PipelineFile, now: Instant, from: RangeBound? = nil, to: RangeBound? = nil
  ) throws(PlanError) {
    guard let zone = TimeZoneTransitions(identifier: file.range.timeZone) else {
      throw .unknownZone(file.range.timeZone)
    }
    let written = file.range
    let isSometimesEmpty =
      from == nil && to == nil && written.from.isRelative
      && !RangeBound.isCertainlyEmpty(from: written.from, to: written.to)
    let range = try PlannedRange(
      from: from ?? written.from, to: to ?? written.to, now: now, zone: zone, allowsEmpty: isSometimesEmpty)
    let length = file.range.chunk
    let speaksLocalTime = file.source.report.window.usesRangeZone
    let grid = try ChunkGrid(length: length, zone: zone, speaksLocalTime: speaksLocalTime)
    let partitions = try PartitionTemplate(file.sink, zone: zone)
    try partitions.checkDistinct(length: length, speaksLocalTime: speaksLocalTime, from: range.span.lowerBound)
    var planner = WindowPlanner(source: file.source, zone: zone, length: length)

    self.zone = zone
    self.range = range.span
    self.chunks = []
    for cell in range.span.isEmpty ? [] : try grid.cells(overlapping: range.span) {
      chunks.append(
        PlannedChunk(
          chunk: partitions.chunk(cell), now: now, settle: file.range.settle, windows: try planner.windows(of: cell)))
    }
    self.notes = Plan.notes(on: range, chunks: chunks, length: length, zone: zone)
  }

  /// A warning if provisional chunks leave the range before they are final; otherwise nil.
  ///
  /// A fixed `from` keeps them in the range.
  package func settleWarning(_ range: RangeDeclaration) -> String? {
    let length = self.range.upperBound - self.range.lowerBound
    guard range.from.isRelative, let settle = range.settle, length > .zero, length < settle else { return nil }
    return
      "the range, \(PlanError.words(length)), is shorter than `settle`, \(PlanError.words(settle)): chunks leave it while they "
      + "may still change; use an earlier `from`"
  }

  private static func notes(
    on range: PlannedRange, chunks: [PlannedChunk], length: ChunkLength, zone: TimeZoneTransitions
  ) -> [String] {
    if range.span.isEmpty { return ["\(PlanError.emptyRange(from: range.fromWords, to: range.toWords))"] }
    var notes: [String] = []
    if let first = chunks.first?.chunk.span.lowerBound, first < range.span.lowerBound {
      notes.append(
        "from \(range.fromWords) is within a chunk of \(length); the export begins at \(zone.words(for: first))")
    }
    if let last = chunks.last?.chunk.span.upperBound, last > range.span.upperBound, !range.endsNow {
      notes.append("to \(range.toWords) is within a chunk of \(length); the export ends at \(zone.words(for: last))")
    }
    return notes
  }
}
