import Records
import Writing

/// Appends batches to a partition in the background: while one batch is encoded, the caller reads and maps the next.
///
/// At most one append is in progress, so that memory is bounded by one batch more. Every call waits for it first and
/// throws its error: the partition receives the same calls in the same order as without the overlap.
struct PartitionAppender {
  private let partition: PartitionWriter
  private var inProgress: Task<Void, any Error>?

  init(_ partition: PartitionWriter) {
    self.partition = partition
  }

  /// Starts to append a batch; `onAppended` receives the partition's row count afterwards.
  mutating func append(_ rows: RecordBatch, onAppended: @escaping @Sendable (Int) -> Void) async throws {
    try await waitForAppend()
    // Not a child of the run's task: `discard` waits for it after the run is canceled.
    inProgress = Task { [partition] in
      try await partition.append(rows)
      onAppended(await partition.rowCount)
    }
  }

  /// Returns when all batches are appended.
  mutating func waitForAppend() async throws {
    defer { inProgress = nil }
    try await inProgress?.value
  }

  mutating func savepoint() async throws -> PartitionSavepoint {
    try await waitForAppend()
    return try await partition.savepoint()
  }

  mutating func rollback(to savepoint: PartitionSavepoint) async throws {
    try await waitForAppend()
    try await partition.rollback(to: savepoint)
  }

  /// Returns the partition with all batches.
  mutating func finish() async throws -> PartitionWriter {
    try await waitForAppend()
    return partition
  }

  /// Removes the file once no append is in progress, whose error no longer matters.
  func discard() async {
    _ = await inProgress?.result
    await partition.discard()
  }
}
