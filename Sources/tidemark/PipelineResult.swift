import Exporting
import Records

/// What became of one pipeline of a `run`.
struct PipelineResult: Sendable {
  let job: ExportJob
  let ending: RunEnding
  /// Nil where no command of `on_finish` was run.
  let hook: HookEnding?
  /// By the system's clock, whatever `--now` says.
  let start: Instant
  let end: Instant

  /// The run's own; a hook that failed after a good run is what none of the other codes says.
  var status: ExitStatus {
    let status = ExitStatus(ending.failureKind)
    return status == .success && hook?.isSuccess == false ? .unexpected : status
  }
}
