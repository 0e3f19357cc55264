import Records

/// The result of the `on_finish` command.
package struct HookResult: Sendable {
  package var program: ProcessExit
  /// The program's name; its arguments may contain secrets.
  package var command: String
  package var timeout: Duration
  /// The limit of a run that a signal stopped replaces the pipeline's time-out.
  package var isAfterSignal: Bool
  /// The last lines of its output, for callers that did not see it live.
  package var lastLines: [String]

  static let maxLines = 20

  package var isSuccess: Bool { program.isSuccess }

  /// The error message; nil if the command succeeded.
  package var error: String? {
    let what: String
    switch program {
    case .exited(code: 0): return nil
    case .exited(let code): what = "ended with exit code \(code)"
    case .killed(let signal): what = "was killed by signal \(signal)"
    case .timedOut:
      what =
        "was stopped after \(timeout.components.seconds) s, \(isAfterSignal ? "the limit after a signal" : "its `timeout`")"
    case .stopped: what = "was stopped"
    case .notStarted(let reason): what = "did not start: \(reason)"
    }
    return "on_finish: `\(command)` \(what); committed chunks are not affected"
  }
}
