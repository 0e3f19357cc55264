import Checkpoints
import Declarations
import Fetching
import Planning
import Records
import Storage
import SystemPackage
import Writing

/// Makes a finished draft part of the export: the files into their places, then the checkpoint.
struct ChunkCommit: Sendable {
  let session: ExportSession

  /// A crash before the last step leaves the chunk unchanged, or with a new file and no new checkpoint; the next run
  /// then writes the file again under the same name.
  func commit(_ draft: FinishedDraft) async throws -> CommittedChunk {
    do {
      try checkRejects(of: draft)
      let chunk = draft.place.chunk
      let previous = session.committed.entries[chunk.id]
      let isEmpty = draft.rows == 0 && session.file.rules.emptyChunks == .skip && draft.counts.rejected == 0
      if previous?.rejects != nil || draft.counts.rejected > 0 { try withdraw(previous) }
      let rejects = try await draft.rejects.publish(replacing: nil)
      var partition: PublishedFile?
      if isEmpty {
        await draft.partition.discard()
      } else {
        partition = try await draft.partition.publish(replacing: current(in: previous)) {
          try giveWay(previous, at: draft.place)
        }
      }
      // Files that the new checkpoint will not name go first: a crash after it would leave them to loaders for ever.
      // So does what a run that died between the two has left.
      let kept = [partition?.path, rejects?.path]
      var old = [previous?.partition?.path, previous?.rejects?.path, chunk.partition]
      if rejects == nil, try isThere(draft.rejects.path) { old.append(draft.rejects.path) }
      let outgoing = old.compactMap(\.self).filter {
        !kept.contains($0) && !session.isOfAnotherChunk($0, than: chunk.id)
      }
      // Without it a crash could leave a checkpoint that vouches for a file that is gone.
      if outgoing.contains(where: { $0 == previous?.partition?.path }) { try giveWay(previous, at: draft.place) }
      try session.store.removeFiles(outgoing, except: kept)
      let entry = self.entry(for: draft, partition: partition, rejects: rejects, previous: previous)
      try session.store.commit(entry)
      return CommittedChunk(
        entry: entry, result: result(for: draft, partition: partition), replacedTexts: draft.counts.replacedTexts,
        nulledValues: draft.counts.nulledValues, strays: draft.counts.strays)
    } catch {
      await draft.discard()
      throw error
    }
  }

  private func checkRejects(of draft: FinishedDraft) throws {
    let rejected = draft.counts.rejected
    guard let limit = session.file.rules.maxRejects, rejected > 0 else { return }
    let share = Double(rejected) / Double(draft.rows + rejected)
    guard share > limit else { return }
    throw ExportFailure(
      kind: .badData, chunk: draft.place.chunk.id,
      reason:
        "\(rejected) of \(draft.rows + rejected) records were rejected, more than `rules.max_rejects` allows; "
        + "`bad_values: fail` reports the first one",
      stopsRun: false)
  }

  /// The existing file, if its bytes are known.
  private func current(in previous: CheckpointEntry?) -> PublishedFile? {
    guard let previous, !previous.isBeingReplaced else { return nil }
    return previous.partition.map(PublishedFile.init)
  }

  /// Takes the partition that exists off the manifest, then its checkpoint back, before its file is replaced or removed.
  private func giveWay(_ previous: CheckpointEntry?, at place: ChunkPlace) throws {
    guard let previous else { return }
    try session.manifest.unlist(previous.chunk, next: session.due.dropFirst(place.number).lazy.map(\.chunk.id))
    try withdraw(previous)
  }

  /// Marks a checkpoint as outdated, durably, before the first of its files is changed. Otherwise a crash could leave
  /// new files under a checkpoint of the old ones, which would seem intact if their sizes are equal.
  private func withdraw(_ previous: CheckpointEntry?) throws {
    guard var entry = previous, !entry.isBeingReplaced else { return }
    entry.isBeingReplaced = true
    try session.store.commit(entry)
  }

  private func isThere(_ path: String) throws -> Bool {
    let directory = RootedDirectory(session.store.layout.sink, files: session.services.files)
    return try session.services.files.status(directory.resolve(path)) != nil
  }

  private func entry(
    for draft: FinishedDraft, partition: PublishedFile?, rejects: PublishedFile?, previous: CheckpointEntry?
  ) -> CheckpointEntry {
    let chunk = draft.place.chunk
    let run = session.runID.text
    return CheckpointEntry(
      span: chunk.span, state: draft.isProvisional ? .provisional : .final,
      outcome: session.file.source.report.grain == .request
        ? .receipt : draft.rows + draft.counts.rejected > 0 ? .rows : .empty,
      partition: partition.map { file in
        let changedIn = file.isUnchanged ? previous?.partition?.changedIn ?? run : run
        return CheckpointEntry.Partition(
          path: file.path, rows: file.rows, bytes: file.bytes, sha256: file.sha256, crc32: file.crc32,
          changedIn: changedIn)
      },
      rejects: rejects.map { file in
        CheckpointEntry.Rejects(
          path: file.path, rows: file.rows,
          content: CheckpointEntry.Content(bytes: file.bytes, sha256: file.sha256, crc32: file.crc32))
      },
      requests: draft.receipts.map {
        CheckpointEntry.Request(
          window: $0.window, status: $0.status, rows: $0.rows, declared: $0.declared, bytes: $0.bytes,
          pages: $0.pages)
      },
      columns: session.wiring.schema.columns, fingerprint: session.fingerprint.text, run: run,
      committedAt: session.services.clock.now)
  }

  private func result(for draft: FinishedDraft, partition: PublishedFile?) -> ChunkResult {
    ChunkResult(
      place: draft.place, outcome: partition.map { $0.isUnchanged ? .unchanged : .committed } ?? .empty,
      reason: draft.emptyReason, path: partition?.path, rows: draft.rows, rejected: draft.counts.rejected,
      calls: draft.calls, bytesReceived: draft.bytesReceived, bytesWritten: partition?.bytes ?? 0,
      duration: session.services.clock.elapsed - draft.startedElapsed)
  }
}

/// A chunk that is committed for good.
struct CommittedChunk: Sendable {
  let entry: CheckpointEntry
  let result: ChunkResult
  let replacedTexts: Int
  let nulledValues: Int
  let strays: Int
}

extension PublishedFile {
  init(_ partition: CheckpointEntry.Partition) {
    self.init(
      path: partition.path, rows: partition.rows, bytes: partition.bytes, sha256: partition.sha256,
      crc32: partition.crc32)
  }
}
