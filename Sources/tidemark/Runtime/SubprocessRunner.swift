import Exporting
import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// Runs programs as subprocesses, each the leader of a process group, with default signal handlers and empty standard
/// input.
final class SubprocessRunner: ProgramRunner {
  /// The running process group.
  private let group = Mutex<pid_t?>(nil)

  /// The time that a program has to end after it receives a termination signal.
  private static let grace = Duration.seconds(5)

  func run(
    _ command: [String], environment: [String: String], timeout: Duration,
    onLine: @escaping @Sendable (OutputLine) -> Void
  ) async -> ProcessExit {
    guard let name = command.first else { return .notStarted("the command is empty") }
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: SubprocessRunner.grace)
    ]
    let variables = environment.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } }
    let configuration = Configuration(
      executable: name.contains("/") ? .path(FilePath(name)) : .name(name),
      arguments: Arguments(Array(command.dropFirst())),
      environment: .custom(Dictionary(variables, uniquingKeysWith: { $1 })), platformOptions: options)
    ChildProcesses.adoptOrphans()
    defer {
      endGroup()
      ChildProcesses.killAll(isReaping: true)
    }
    do {
      return try await withTimeout(timeout) { [self] in
        let result = try await Subprocess.run(
          configuration, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
          group.withLock { $0 = execution.processIdentifier.value }
          var lines = LineSplitter()
          for try await block in execution.standardOutput {
            for line in block.withUnsafeBytes({ lines.append($0) }) { onLine(line) }
          }
          if let line = lines.finish() { onLine(line) }
        }
        switch result.terminationStatus {
        case .exited(let code): return .exited(code: Int(code))
        case .signaled(let signal): return .killed(signal: Int(signal))
        }
      }
    } catch let error as SubprocessError {
      return .notStarted(SubprocessRunner.reason(of: error))
    } catch {
      return Task.isCancelled ? .stopped : .timedOut
    }
  }

  private static func reason(of error: SubprocessError) -> String {
    switch error.code {
    case .executableNotFound: "program not found, or not executable"
    default: error.underlyingError.map { "\($0)" } ?? "\(error)"
    }
  }

  /// Kills all running programs, before the process itself is ended.
  func endAll() {
    endGroup()
    ChildProcesses.killAll(isReaping: false)
  }

  /// Kills the remaining processes of the group, which would outlive the run and keep its output open.
  private func endGroup() {
    group.withLock { leader in
      if let leader { kill(-leader, SIGKILL) }
      leader = nil
    }
  }

  /// Returns the result of `body`, or throws `CancellationError` after the timeout, once the subprocess has ended.
  private func withTimeout(
    _ timeout: Duration, _ body: @escaping @Sendable () async throws -> ProcessExit
  ) async throws -> ProcessExit {
    try await withThrowingTaskGroup(of: ProcessExit?.self) { tasks in
      tasks.addTask { try await body() }
      tasks.addTask {
        try await Task.sleep(for: timeout)
        return nil
      }
      defer { tasks.cancelAll() }
      guard let exit = try await tasks.next() else { throw CancellationError() }
      guard let exit else {
        tasks.cancelAll()
        _ = try? await tasks.next()
        throw CancellationError()
      }
      return exit
    }
  }
}
