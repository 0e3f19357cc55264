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
    await supervise(command, environment, timeout: timeout) { [self] configuration in
      let result = try await Subprocess.run(
        configuration, input: .none, output: .sequence, error: .combinedWithOutput
      ) { execution in
        begin(execution.processIdentifier)
        try await SubprocessRunner.read(execution.standardOutput, onLine)
      }
      return result.terminationStatus
    }
  }

  /// Runs a program that reads `input` on its standard input, until it ends or the task is canceled.
  func run(
    _ command: [String], environment: [String: String], input: [UInt8],
    onOutput: @escaping @Sendable (OutputLine) -> Void, onError: @escaping @Sendable (OutputLine) -> Void
  ) async -> ProcessExit {
    await supervise(command, environment, timeout: nil) { [self] configuration in
      let result = try await Subprocess.run(
        configuration, input: .inputWriter, output: .sequence, error: .sequence
      ) { execution in
        begin(execution.processIdentifier)
        async let errors: Void = SubprocessRunner.read(execution.standardError, onError)
        async let output: Void = SubprocessRunner.read(execution.standardOutput, onOutput)
        // A program that ends before it has read everything is judged by its exit code and by what it did.
        _ = try? await execution.standardInputWriter.write(input)
        try? await execution.standardInputWriter.finish()
        try await output
        try await errors
      }
      return result.terminationStatus
    }
  }

  /// Starts a program with `body`, and stops what it leaves behind.
  ///
  /// - Parameter timeout: nil: no limit.
  private func supervise(
    _ command: [String], _ environment: [String: String], timeout: Duration?,
    _ body: @escaping @Sendable (Configuration) async throws -> TerminationStatus
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
      let run: @Sendable () async throws -> ProcessExit = {
        switch try await body(configuration) {
        case .exited(let code): .exited(code: Int(code))
        case .signaled(let signal): .killed(signal: Int(signal))
        }
      }
      guard let timeout else {
        let exit = try await run()
        return Task.isCancelled ? .stopped : exit
      }
      return try await withTimeout(timeout, run)
    } catch let error as SubprocessError {
      return Task.isCancelled && timeout == nil ? .stopped : .notStarted(SubprocessRunner.reason(of: error))
    } catch {
      return Task.isCancelled ? .stopped : .timedOut
    }
  }

  private static func read(
    _ stream: SubprocessOutputSequence, _ onLine: @Sendable (OutputLine) -> Void
  ) async throws {
    var lines = LineSplitter()
    for try await block in stream {
      for line in block.withUnsafeBytes({ lines.append($0) }) { onLine(line) }
    }
    if let line = lines.finish() { onLine(line) }
  }

  private func begin(_ process: ProcessIdentifier) { group.withLock { $0 = process.value } }

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
