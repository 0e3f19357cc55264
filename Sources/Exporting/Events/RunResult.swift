package import SystemPackage

/// The result of a pipeline's run, for the steps after it.
package struct RunResult: Sendable {
  /// The summary of the run, or the reason why it did not start its first chunk.
  package var result: Result<ExportSummary, ExportError>
  /// Nil if the run wrote no record.
  package var runID: String?
  /// The run's record; nil if none could be written, because another run holds the sink or nothing has been exported
  /// into it yet.
  package var record: FilePath?

  package var summary: ExportSummary? { try? result.get() }

  /// Nil if everything is committed.
  package var failureKind: ExportError.Kind? {
    switch result {
    case .success(let summary): summary.failureKind
    case .failure(let failure): failure.kind
    }
  }

  package var exitCode: Int32 { failureKind?.exitCode ?? 0 }

  /// The reason why not everything is committed; nil if everything is.
  package var reason: String? {
    switch result {
    case .success(let summary): summary.failures.first?.reason ?? summary.stopReason.map { "stopped by \($0)" }
    case .failure(let failure): failure.reason
    }
  }
}
