import Checkpoints
import Planning
import Records

/// The results of a run, in numbers.
package struct ExportSummary: Sendable {
  package var pipeline: String
  package var runID: String
  package var sinkPath: String
  /// Chunks whose partition was written.
  package var committed = 0
  /// Chunks fetched again whose partition has the same bytes.
  package var unchanged = 0
  /// Chunks for which the source has nothing.
  package var empty = 0
  /// Chunks that were committed before.
  package var skipped = 0
  /// Chunks of the range that have not ended yet.
  package var open = 0
  /// Failures in the order in which they happened.
  package var failures: [ExportError] = []
  /// The number of chunks that the run did not start.
  package var left = 0
  /// The option that ended the run before its last chunk: `--until 05:30`.
  package var stopReason: String?
  /// Rows of all fetched chunks, including unchanged ones.
  package var rows = 0
  /// Rows of the partitions that were written.
  package var rowsWritten = 0
  package var rejected = 0
  package var replacedTexts = 0
  package var nulledValues = 0
  package var calls = 0
  package var retries = 0
  package var bytesReceived = 0
  /// Bytes of the partitions that were written.
  package var bytesWritten = 0
  package var duration: Duration = .zero

  package init(pipeline: String, runID: String, sinkPath: String) {
    self.pipeline = pipeline
    self.runID = runID
    self.sinkPath = sinkPath
  }
}

extension ExportSummary {
  /// Failures that are a chunk's; the others are the run's.
  package var failedChunks: Int { failures.count { $0.chunk != nil } }

  /// The kind that determines the exit code: that of the first failure, or resumable if chunks are left; nil if
  /// neither applies.
  package var failureKind: ExportError.Kind? { failures.first?.kind ?? (stopReason == nil ? nil : .resumable) }

  /// - Parameter redactor: masks secrets in the reasons of failures.
  func record(startedAt: Instant, endedAt: Instant, file: String, redactor: SecretRedactor) -> RunRecord {
    var record = RunRecord(run: runID, pipeline: pipeline, pipelineFile: file, startedAt: startedAt)
    record.endedAt = endedAt
    record.exitCode = Int(failureKind?.exitCode ?? 0)
    record.chunks = RunRecord.Chunks(
      committed: committed, unchanged: unchanged, empty: empty, skipped: skipped,
      failed: failedChunks, left: left)
    record.rows = rows
    record.rowsWritten = rowsWritten
    record.rejected = rejected
    record.bytesReceived = bytesReceived
    record.bytesWritten = bytesWritten
    record.calls = calls
    record.retries = retries
    record.stopReason = stopReason
    record.failures = failures.map { RunRecord.Failure(chunk: $0.chunk?.text, reason: redactor.redacted($0.reason)) }
    return record
  }
}
