import Checkpoints
package import ConfigurationFiles
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
  package func run(after runResult: RunResult) async -> HookResult? {
    guard let hook = file.onFinish, hook.occasion.includes(runResult) else { return nil }
    let said = Mutex<[String]>([])
    let redactor = SecretRedactor(file.source.secrets.values)
    let timeout = min(hook.timeout, limit ?? hook.timeout)
    let program = await programs.run(hook.command, environment: variables(of: runResult), timeout: timeout) {
      [onEvent] line in
      let text = redactor.redacted(line.text, cut: line.isTruncated ? .end : [])
      let shown = line.isTruncated ? text + "… (truncated)" : text
      said.withLock { lines in
        lines.append(shown)
        if lines.count > HookResult.maxLines { lines.removeFirst() }
      }
      onEvent(.hookSaid(shown))
    }
    let result = HookResult(
      program: program, command: hook.command[0], timeout: timeout, isAfterSignal: timeout < hook.timeout,
      lastLines: said.withLock { $0 })
    onEvent(.hookEnded(result))
    return result
  }

  /// The program's environment without the secrets' variables, with the run's result.
  private func variables(of runResult: RunResult) -> [String: String] {
    var variables = environment.filter { !file.source.secretVariables.contains($0.key) }
    let layout = SinkLayout(sink: FilePath(file.sink.path))
    variables["TIDEMARK_PIPELINE"] = file.name
    variables["TIDEMARK_PIPELINE_FILE"] = absolute(FilePath(file.path))
    variables["TIDEMARK_OUTCOME"] = runResult.exitCode == 0 ? "success" : "failure"
    variables["TIDEMARK_EXIT_CODE"] = String(runResult.exitCode)
    variables["TIDEMARK_REASON"] = runResult.reason ?? ""
    variables["TIDEMARK_RUN"] = runResult.runID ?? ""
    variables["TIDEMARK_RUN_RECORD"] = runResult.record.map(absolute) ?? ""
    variables["TIDEMARK_SINK"] = absolute(layout.sink)
    variables["TIDEMARK_MANIFEST"] = absolute(layout.manifest)
    return variables
  }

  private func absolute(_ path: FilePath) -> String {
    directory.pushing(path).lexicallyNormalized().string
  }
}

extension HookDeclaration.Occasion {
  fileprivate func includes(_ runResult: RunResult) -> Bool {
    switch self {
    case .always: true
    case .success: runResult.exitCode == 0
    case .failure: runResult.exitCode != 0
    }
  }
}
