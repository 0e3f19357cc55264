import Checkpoints
import Planning
import Records
import Storage

/// Keeps old and new shapes from mixing: a pipeline whose bytes would differ from what is committed does not run until its author has chosen.
struct ShapeGuard {
  let store: CheckpointStore
  let fingerprint: Fingerprint
  /// The pipeline's chunks between two instants.
  let chunks: (Range<Instant>) throws -> [PlannedChunk]
  let options: ExportOptions

  /// The checkpoints that count for this run, under `adopt` taken over into the new shape.
  ///
  /// - Throws: `ExportFailure` (78) where chunks stand in another shape and no choice was made or none can be, or where a newer program wrote one.
  func admitted(
    _ loaded: LoadedCheckpoints, _ onEvent: @Sendable (ExportEvent) -> Void
  ) throws -> LoadedCheckpoints {
    for fault in loaded.faults {
      if fault.isNewer { throw ExportFailure(kind: .configuration, reason: fault.description, stopsRun: true) }
      onEvent(.warning(fault.description))
    }
    let strangers = loaded.inOrder.filter { $0.fingerprint != fingerprint.text }
    guard let stranger = strangers.first else { return loaded }
    if options.adopt { return try adopt(strangers, in: loaded) }
    if options.refresh == .changed || options.refresh == .all { return loaded }
    throw ExportFailure(
      kind: .configuration,
      reason: "\(strangers.count) committed chunk\(strangers.count == 1 ? " has" : "s have") another shape"
        + (try words(on: stranger))
        + "; choose: `--refresh changed` writes them anew, `--adopt` keeps them as they are, or give the sink another path",
      stopsRun: true)
  }

  private func words(on stranger: CheckpointEntry) throws -> String {
    guard let old = try store.shape(stranger.fingerprint) else { return "" }
    let differences = Fingerprint.differences(from: old, to: fingerprint)
    let shown = differences.prefix(5).joined(separator: "; ")
    return " (\(shown)\(differences.count > 5 ? "; and \(differences.count - 5) more" : ""))"
  }

  /// Their author says that they are still right: each gets the new fingerprint, durably.
  private func adopt(_ strangers: [CheckpointEntry], in loaded: LoadedCheckpoints) throws -> LoadedCheckpoints {
    // Also those beyond the range of this run: a later one would come upon them when they count as its own.
    if let start = strangers.first?.span.lowerBound, let end = strangers.map(\.span.upperBound).max(),
      let clash = GridClash(of: try chunks(start..<end), with: strangers)
    {
      throw clash.failure
    }
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
