import Exporting
import Records

/// The outcome of one pipeline of a `run`.
struct PipelineResult: Sendable {
  let job: ExportJob
  let runResult: RunResult
  /// Nil if no `on_finish` command was run.
  let hook: HookResult?
  /// Uses the system's clock, regardless of `--now`.
  let start: Instant
  let end: Instant

  /// The run's own exit code. If the run succeeded but its hook failed, 1; if a signal stopped the hook, 75.
  var status: ExitStatus {
    let status = ExitStatus(runResult.failureKind)
    guard status == .success, let hook, !hook.isSuccess else { return status }
    return hook.program == .stopped ? .resumable : .unexpected
  }
}
