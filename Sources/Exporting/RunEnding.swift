package import SystemPackage

/// How a run of a pipeline ended, for what comes after it.
package struct RunEnding: Sendable {
  /// What the run did, or why it never came to its first chunk.
  package var result: Result<ExportSummary, ExportFailure>
  /// Nil where the run left no record.
  package var runID: String?
  /// The run's record; nil where it could leave none: another run holds the sink, or nothing was exported into it yet.
  package var record: FilePath?

  package var summary: ExportSummary? { try? result.get() }

  /// Nil where all is committed.
  package var failureKind: ExportFailure.Kind? {
    switch result {
    case .success(let summary): summary.failureKind
    case .failure(let failure): failure.kind
    }
  }

  package var exitCode: Int32 { failureKind?.exitCode ?? 0 }

  /// Why not all is committed, in words; nil where it is.
  package var reason: String? {
    switch result {
    case .success(let summary): summary.failures.first?.reason ?? summary.stopReason.map { "stopped by \($0)" }
    case .failure(let failure): failure.reason
    }
  }
}
