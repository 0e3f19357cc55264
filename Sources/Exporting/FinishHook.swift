import Checkpoints
package import Declarations
import Records
import Synchronization
package import SystemPackage

/// Runs the command of a pipeline's `on_finish` after a run, with the run's result in its environment.
package struct FinishHook: Sendable {
  private let file: PipelineFile
  private let limit: Duration?
  private let programs: any ProgramRunner
  private let environment: [String: String]
  private let directory: FilePath
  private let onEvent: @Sendable (ExportEvent) -> Void

  /// - Parameters:
  ///   - limit: replaces a longer `timeout` after a signal, which must end the process soon.
  ///   - environment: the program's own.
  ///   - directory: the working directory, that paths are made absolute by.
  package init(
    _ file: PipelineFile, limit: Duration? = nil, programs: any ProgramRunner, environment: [String: String],
    directory: FilePath, onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) {
    self.file = file
    self.limit = limit
    self.programs = programs
    self.environment = environment
    self.directory = directory
    self.onEvent = onEvent
  }

  /// Runs the command if the result requires it; otherwise returns nil. Committed chunks do not depend on its result.
  @discardableResult
  package func run(after ending: RunEnding) async -> HookEnding? {
    guard let hook = file.onFinish, hook.occasion.includes(ending) else { return nil }
    let said = Mutex<[String]>([])
    let redactor = SecretRedactor(file.source.secrets.values)
    let timeout = min(hook.timeout, limit ?? hook.timeout)
    let program = await programs.run(hook.command, environment: variables(of: ending), timeout: timeout) {
      [onEvent] line in
      let line = redactor.redacted(line)
      said.withLock { lines in
        lines.append(line)
        if lines.count > HookEnding.mostLines { lines.removeFirst() }
      }
      onEvent(.hookSaid(line))
    }
    let result = HookEnding(
      program: program, command: hook.command[0], timeout: timeout, isAfterSignal: timeout < hook.timeout,
      lastLines: said.withLock { $0 })
    onEvent(.hookEnded(result))
    return result
  }

  /// The program's environment without the secrets' variables, with the run's result.
  private func variables(of ending: RunEnding) -> [String: String] {
    var variables = environment.filter { !file.source.secretVariables.contains($0.key) }
    let layout = SinkLayout(sink: FilePath(file.sink.path))
    variables["TIDEMARK_PIPELINE"] = file.name
    variables["TIDEMARK_PIPELINE_FILE"] = absolute(FilePath(file.path))
    variables["TIDEMARK_OUTCOME"] = ending.exitCode == 0 ? "success" : "failure"
    variables["TIDEMARK_EXIT_CODE"] = String(ending.exitCode)
    variables["TIDEMARK_REASON"] = ending.reason ?? ""
    variables["TIDEMARK_RUN"] = ending.runID ?? ""
    variables["TIDEMARK_RUN_RECORD"] = ending.record.map(absolute) ?? ""
    variables["TIDEMARK_SINK"] = absolute(layout.sink)
    variables["TIDEMARK_MANIFEST"] = absolute(layout.manifest)
    return variables
  }

  private func absolute(_ path: FilePath) -> String {
    directory.pushing(path).lexicallyNormalized().string
  }
}

/// The result of the `on_finish` command.
package struct HookEnding: Sendable {
  package var program: ProgramEnding
  /// The program's name; its arguments may contain secrets.
  package var command: String
  package var timeout: Duration
  /// The limit of a run that a signal stopped replaces the pipeline's time-out.
  package var isAfterSignal: Bool
  /// The last lines of its output, for callers that did not see it live.
  package var lastLines: [String]

  static let mostLines = 20

  package var isSuccess: Bool { program.isSuccess }

  /// The error message; nil if the command succeeded.
  package var fault: String? {
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

extension HookDeclaration.Occasion {
  fileprivate func includes(_ ending: RunEnding) -> Bool {
    switch self {
    case .always: true
    case .success: ending.exitCode == 0
    case .failure: ending.exitCode != 0
    }
  }
}
