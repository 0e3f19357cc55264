import Checkpoints
import ConfigurationFiles
import Fetching
import Foundation
import Planning
import Records
import Storage
import Writing

/// Makes a finished draft part of the export: the files into their places, then the checkpoint.
struct ChunkCommitter: Sendable {
  let session: ExportSession

  /// A crash before the last step leaves the chunk unchanged, or with a new file and no new checkpoint; the next run
  /// then writes the file again under the same name.
  func commit(_ completed: CompletedChunk) async throws -> CommittedChunk {
    do {
      try checkRejects(of: completed)
      let chunk = completed.position.chunk
      let previous = session.committed.entries[chunk.id]
      let isEmpty = completed.rows == 0 && session.file.rules.emptyChunks == .skip && completed.counts.rejected == 0
      if previous?.rejects != nil || completed.counts.rejected > 0 { try withdraw(previous) }
      let rejects = try await completed.rejects.publish(replacing: nil)
      var partition: PublishedFile?
      if isEmpty {
        await completed.partition.discard()
      } else {
        partition = try await completed.partition.publish(replacing: current(in: previous)) {
          // A file of a table has a new name, and the old one stays as the manifest lists it.
          if session.table == nil { try giveWay(previous, at: completed.position) }
        }
      }
      // Files that the new checkpoint will not name go first: a crash after it would leave them to loaders for ever.
      // So does what a run that died between the two has left.
      let kept = [partition?.path, rejects?.path]
      var old = [previous?.partition?.path, previous?.rejects?.path, chunk.partition]
      if rejects == nil, try isThere(completed.rejects.path) { old.append(completed.rejects.path) }
      let outgoing = old.compactMap(\.self).filter {
        !kept.contains($0) && !session.isOfAnotherChunk($0, than: chunk.id) && !session.tableFiles.contains($0)
      }
      // Without it a crash could leave a checkpoint that vouches for a file that is gone.
      if outgoing.contains(where: { $0 == previous?.partition?.path }) { try giveWay(previous, at: completed.position) }
      try session.store.removeFiles(outgoing, except: kept)
      let entry = self.entry(for: completed, partition: partition, rejects: rejects, previous: previous)
      try session.store.commit(entry)
      return CommittedChunk(
        entry: entry, result: result(for: completed, partition: partition),
        replacedTexts: completed.counts.replacedTexts,
        nulledValues: completed.counts.nulledValues, outOfWindowRows: completed.counts.outOfWindowRows)
    } catch {
      await completed.discard()
      throw error
    }
  }

  private func checkRejects(of completed: CompletedChunk) throws {
    let limit = session.file.rules.maxRejects
    guard let limit, completed.hasMoreRejects(than: limit), let first = completed.counts.firstReject else { return }
    let rejected = completed.counts.rejected
    let percent = (limit * 100).formatted(.number.locale(Locale(identifier: "en_US")).precision(.fractionLength(0...6)))
    throw ExportError(
      kind: .badData, chunk: completed.position.chunk.id,
      reason:
        "\(rejected) of \(completed.rows + rejected) records \(rejected == 1 ? "was" : "were") rejected, "
        + "more than `rules.max_rejects` (\(percent)%) allows; first: \(first)",
      stopsRun: false)
  }

  /// The existing file, if its bytes are known.
  private func current(in previous: CheckpointEntry?) -> PublishedFile? {
    guard let previous, !previous.isBeingReplaced else { return nil }
    return previous.partition.map(PublishedFile.init)
  }

  /// Takes the partition that exists off the manifest, then its checkpoint back, before its file is replaced or
  /// removed.
  private func giveWay(_ previous: CheckpointEntry?, at position: ChunkPosition) throws {
    guard let previous else { return }
    try session.manifest.unlist(previous.chunk, next: session.due.dropFirst(position.number).lazy.map(\.chunk.id))
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
    let directory = ContainedDirectory(session.store.layout.sink, files: session.services.files)
    return try session.services.files.status(directory.resolve(path)) != nil
  }

  private func entry(
    for completed: CompletedChunk, partition: PublishedFile?, rejects: PublishedFile?, previous: CheckpointEntry?
  ) -> CheckpointEntry {
    let chunk = completed.position.chunk
    let run = session.runID.text
    return CheckpointEntry(
      span: chunk.span, state: completed.isProvisional ? .provisional : .final,
      outcome: session.file.source.report.grain == .request
        ? .receipt : completed.rows + completed.counts.rejected > 0 ? .rows : .empty,
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
      requests: completed.receipts.map {
        CheckpointEntry.Request(
          window: $0.window, status: $0.status, rows: $0.rows, declared: $0.declared, bytes: $0.bytes,
          pages: $0.pages)
      },
      columns: session.stages.schema.columns, fingerprint: session.fingerprint.text, run: run,
      committedAt: session.services.clock.now)
  }

  private func result(for completed: CompletedChunk, partition: PublishedFile?) -> ChunkResult {
    ChunkResult(
      position: completed.position, outcome: partition.map { $0.isUnchanged ? .unchanged : .committed } ?? .empty,
      reason: completed.emptyReason, path: partition?.path, rows: completed.rows, rejected: completed.counts.rejected,
      calls: completed.calls, bytesReceived: completed.bytesReceived,
      bytesWritten: partition.map { $0.isUnchanged ? 0 : $0.bytes } ?? 0,
      duration: session.services.clock.elapsed - completed.startedElapsed)
  }
}

extension CompletedChunk {
  /// True if the share of rejected records exceeds a limit; false without a limit.
  func hasMoreRejects(than limit: Double?) -> Bool {
    guard let limit, counts.rejected > 0 else { return false }
    return Double(counts.rejected) / Double(rows + counts.rejected) > limit
  }
}

extension PublishedFile {
  init(_ partition: CheckpointEntry.Partition) {
    self.init(
      path: partition.path, rows: partition.rows, bytes: partition.bytes, sha256: partition.sha256,
      crc32: partition.crc32)
  }
}
