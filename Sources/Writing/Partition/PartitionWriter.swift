import Compression
import Foundation
package import Records
package import Storage
import SystemPackage

/// Writes rows to one partition file, which other processes see complete or not at all.
///
/// The file is created in staging. `publish` renames it to its final name; if it is released or discarded before
/// that, it is removed if possible. Calls must not overlap. After a call failed, all calls except `rollback` and
/// `discard` fail with the same error; after `publish` failed, `rollback` fails too.
package actor PartitionWriter {
  private let target: PartitionTarget
  private let files: any FileStore
  private let comparison: PartitionComparison
  private let blockSize: Int
  private let maxInFlight: Int

  private var progress: PartitionProgress
  /// Encoded bytes that do not fill a block yet.
  private var pending: OutputBuffer
  /// Nil without compression around the format's bytes.
  private var gzip: GzipBlockQueue?
  /// The encoder's own work in flight, the oldest first.
  private var work: [Task<EncodingWork.Result, any Error>] = []
  private var phase = Phase.open
  /// The numbers of the savepoints that are still valid, ascending.
  private var savepoints: [Int] = []

  private enum Phase {
    case open
    /// A call has not returned yet.
    case busy
    case failed(any Error)
    /// Publishing failed: the content of the disk is unknown, so that a rollback is impossible.
    case lost(any Error)
    /// Published or discarded.
    case finished
  }

  /// Plain files are written in pieces of this size.
  static let plainBlockSize = 256 * 1024
  /// The capacity that the buffer may keep after a large row.
  static let idleCapacity = 1024 * 1024

  /// Begins the file, replacing what an earlier attempt left in staging.
  ///
  /// `parallelism` is the number of blocks that are compressed at once, by default that of processors; the bytes do
  /// not depend on it.
  package init(
    target: PartitionTarget, schema: Schema, format: PartitionFormat, compression: PartitionCompression,
    files: any FileStore, parallelism: Int? = nil
  ) throws {
    self.target = target
    self.files = files
    comparison = PartitionComparison(files: files, format: format, compression: compression)
    var encoder = try format.encoder(for: schema)
    var pending = OutputBuffer(capacity: PartitionWriter.plainBlockSize * 2)
    encoder.begin(&pending)
    try files.makeDirectories(target.staging.removingLastComponent())
    var file = StagedFile(try files.create(target.staging, mode: .shared))
    switch compression {
    case .none:
      gzip = nil
      blockSize = PartitionWriter.plainBlockSize
    case .gzip(let level):
      gzip = GzipBlockQueue(level)
      blockSize = GzipMember.blockSize
      do throws(StorageError) {
        try file.append(GzipMember.header)
      } catch {
        // No writer exists yet that would remove the file.
        try? files.remove(target.staging)
        throw error
      }
    }
    // One more than can be at work, so that none waits for the others' output to be written.
    maxInFlight = 1 + max(1, parallelism ?? ProcessInfo.processInfo.activeProcessorCount)
    progress = PartitionProgress(encoder: encoder, file: file)
    self.pending = pending
  }

  deinit {
    if case .finished = phase { return }
    // The error is ignored; the next attempt under this name starts with an empty file.
    try? files.remove(target.staging)
  }

  /// Rows appended so far and not rolled back.
  package var rowCount: Int { progress.rowCount }

  package func append(_ batch: RecordBatch) async throws {
    try enter()
    do {
      try progress.encoder.append(batch, to: &pending)
      progress.rowCount += batch.rowCount
      try await doWork()
      try await sendReady()
      try await sendFullBlocks()
      leave(.open)
    } catch {
      leave(.failed(error))
      throw error
    }
  }

  /// Publishes the file under its final name, replacing an existing file: readers, also after a crash, find the
  /// complete old file or the complete new one.
  ///
  /// If `current`, the existing file, has the same content, it is not touched and returned as unchanged; otherwise
  /// `beforeReplacing` runs once the new file is complete and before the old one is replaced.
  package func publish(
    replacing current: PublishedFile?, beforeReplacing: @Sendable () throws -> Void = {}
  ) async throws -> PublishedFile {
    try enter()
    do {
      let published = try await finish(replacing: current, beforeReplacing: beforeReplacing)
      leave(.finished)
      return published
    } catch {
      leave(.lost(error))
      throw error
    }
  }

  /// Gives the file up, at any time. A staging file that cannot be removed is replaced by the next attempt.
  package func discard() {
    if case .finished = phase { return }
    phase = .finished
    try? progress.file.close()
    try? files.remove(target.staging)
  }

  /// Throws if an earlier call failed.
  private func enter() throws {
    switch phase {
    case .open: phase = .busy
    case .failed(let error), .lost(let error): throw error
    case .busy: preconditionFailure("calls of a partition writer come one after another")
    case .finished: preconditionFailure("a partition is not written to after it was published or discarded")
    }
  }

  /// Ends a call, unless the writer was discarded while the call waited.
  private func leave(_ next: Phase) {
    if case .busy = phase { phase = next }
  }
}

extension PartitionWriter {
  /// Creates a savepoint that can be used any number of times. It waits for the blocks in progress, and does not
  /// change the file's bytes.
  package func savepoint() async throws -> PartitionSavepoint {
    try enter()
    do {
      try await collectWork(leaving: 0)
      try await sendReady()
      try await writeBlocks(leaving: 0)
      leave(.open)
    } catch {
      leave(.failed(error))
      throw error
    }
    let number = (savepoints.last ?? 0) + 1
    savepoints.append(number)
    let bytes = pending.bytes(in: 0..<pending.count)
    return PartitionSavepoint(writer: ObjectIdentifier(self), number: number, progress: progress, pending: bytes)
  }

  /// Undoes what was appended since a savepoint of this writer: the file's bytes end up as if it had not been appended.
  /// Later savepoints become invalid.
  package func rollback(to savepoint: PartitionSavepoint) async throws {
    precondition(
      savepoint.writer == ObjectIdentifier(self) && savepoints.contains(savepoint.number), "the savepoint is valid")
    // A failure since the savepoint is undone too.
    if case .failed = phase { phase = .open }
    try enter()
    do {
      while let block = gzip?.takeOldest() { _ = await block.result }
      // The restored encoder does not know the work that was handed out since the savepoint, so its results are
      // dropped.
      for task in work { _ = await task.result }
      work.removeAll()
      try savepoint.progress.file.cut()
      progress = savepoint.progress
      progress.encoder.releaseWork()
      pending.truncate(to: 0)
      pending.append(savepoint.pending)
      savepoints.removeAll { $0 > savepoint.number }
      leave(.open)
    } catch {
      leave(.failed(error))
      throw error
    }
  }
}

// MARK: Blocks

extension PartitionWriter {
  /// Sets tasks to the work that the encoder has handed out; returns when there is room for more.
  private func doWork() async throws {
    for piece in progress.encoder.takeWork() {
      try await collectWork(leaving: maxInFlight - 1)
      work.append(Task { @concurrent in try piece.run() })
    }
  }

  /// Passes results to the encoder in order, waiting for each, until at most `count` are in flight.
  private func collectWork(leaving count: Int) async throws {
    while work.count > count {
      let result = try await work.removeFirst().value
      progress.encoder.put(result)
    }
  }

  /// Sends what the encoder's work has made ready, a piece at a time.
  private func sendReady() async throws {
    for piece in progress.encoder.takeReady() {
      pending.append(piece)
      try await sendFullBlocks()
    }
  }

  private func sendFullBlocks() async throws {
    var sent = 0
    while pending.count - sent >= blockSize {
      try await send(pending.bytes(in: sent..<(sent + blockSize)), isLast: false)
      sent += blockSize
    }
    pending.removeFirst(sent)
    pending.shrink(to: PartitionWriter.idleCapacity)
  }

  /// Sends a block on its way to the file. Returns when there is room for another.
  private func send(_ block: [UInt8], isLast: Bool) async throws {
    guard gzip != nil else {
      progress.checksum.update(with: block)
      return try progress.file.append(block)
    }
    try await writeBlocks(leaving: maxInFlight - 1)
    gzip?.submit(block, after: progress.lastBlock, isLast: isLast)
    progress.lastBlock = block
  }

  /// Writes compressed blocks in order, waiting for each, until at most `count` are in flight.
  private func writeBlocks(leaving count: Int) async throws {
    while let inFlight = gzip?.count, inFlight > count, let oldest = gzip?.takeOldest() {
      let block = try await oldest.value
      try progress.file.append(block.bytes)
      progress.checksum.append(block.checksum, length: block.length)
      progress.contentLength += block.length
    }
  }
}

// MARK: The end

extension PartitionWriter {
  private func finish(
    replacing current: PublishedFile?, beforeReplacing: @Sendable () throws -> Void
  ) async throws -> PublishedFile {
    try progress.encoder.finish(&pending)
    try await doWork()
    try await collectWork(leaving: 0)
    try await sendReady()
    progress.encoder.conclude(&pending)
    try await sendFullBlocks()
    try await send(pending.bytes(in: 0..<pending.count), isLast: true)
    try await writeBlocks(leaving: 0)
    if gzip != nil {
      try progress.file.append(
        GzipMember.trailer(checksum: progress.checksum, length: progress.contentLength))
    }
    try progress.file.sync()
    try progress.file.close()

    let published = PublishedFile(
      path: target.path(sha256: progress.file.sha256), rows: progress.rowCount, bytes: progress.file.length,
      sha256: progress.file.sha256,
      crc32: progress.checksum.hexadecimal)
    let directory = ContainedDirectory(target.root, files: files)
    let place = try directory.resolve(published.path)
    if var current {
      var staged = published
      // With the same content, the file keeps its name, which another libzstd would change.
      if target.isNamedByContent { staged.path = current.path }
      let existing = target.isNamedByContent ? try directory.resolve(current.path) : place
      if try comparison.isUnchanged(current, at: existing, staged: staged, at: target.staging) {
        try files.remove(target.staging)
        current.isUnchanged = true
        return current
      }
    }
    let folder = place.removingLastComponent()
    try files.makeDirectories(folder)
    try beforeReplacing()
    // A crash before the rename leaves the old file and one in staging, which the next attempt replaces.
    try files.rename(target.staging, to: place)
    // A crash before the sync leaves the complete old file or the complete new one.
    try files.syncDirectory(folder)
    return published
  }
}
