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

  /// The run's own; after a good run a hook that failed is what none of the other codes says, and one that a signal stopped comes again.
  var status: ExitStatus {
    let status = ExitStatus(ending.failureKind)
    guard status == .success, let hook, !hook.isSuccess else { return status }
    return hook.program == .stopped ? .resumable : .unexpected
  }
}
