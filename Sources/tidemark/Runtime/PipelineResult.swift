import Exporting
import Loading
import Records

/// The outcome of one pipeline of a `run`.
struct PipelineResult: Sendable {
  let job: ExportJob
  let runResult: RunResult
  /// Nil if no `on_finish` command was run.
  let hook: HookResult?
  /// Nil if nothing was loaded, because `--load` was not given or the run was stopped.
  let load: Result<LoadSummary, LoadError>?
  /// Uses the system's clock, regardless of `--now`.
  let start: Instant
  let end: Instant

  /// The run's own exit code. If the run succeeded but its load failed, that of the load; otherwise, if its hook failed, 1, or 75 if a
  /// signal stopped it.
  var status: ExitStatus {
    let status = ExitStatus(runResult.failureKind)
    if status == .success, let load = load.flatMap({ ExitStatus($0) }) { return load }
    guard status == .success, let hook, !hook.isSuccess else { return status }
    return hook.program == .stopped ? .resumable : .unexpected
  }
}
