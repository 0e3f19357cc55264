import Exporting
import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// Runs programs as processes, each the head of a process group, with signals at their defaults and nothing to read.
final class SubprocessRunner: ProgramRunner {
  /// The group that is under way.
  private let group = Mutex<pid_t?>(nil)

  /// How long a program that is told to end has to do so.
  private static let grace = Duration.seconds(5)

  func run(
    _ command: [String], environment: [String: String], timeout: Duration, onLine: @escaping @Sendable (String) -> Void
  ) async -> ProgramEnding {
    guard let name = command.first else { return .notStarted("it has no name") }
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
    defer { endGroup() }
    do {
      return try await withTimeout(timeout) { [self] in
        let result = try await Subprocess.run(
          configuration, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
          group.withLock { $0 = execution.processIdentifier.value }
          for try await line in execution.standardOutput.strings() { onLine(line) }
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
    case .executableNotFound: "there is no such program, or it may not be run"
    default: error.underlyingError.map { "\($0)" } ?? "\(error)"
    }
  }

  /// Kills what is left of the group: what a program leaves behind would outlive the run, and hold its output open.
  func endGroup() {
    group.withLock { leader in
      if let leader { kill(-leader, SIGKILL) }
      leader = nil
    }
  }

  /// The result of `body`, or a `CancellationError` once the time is over and what it had under way is torn down.
  private func withTimeout(
    _ timeout: Duration, _ body: @escaping @Sendable () async throws -> ProgramEnding
  ) async throws -> ProgramEnding {
    try await withThrowingTaskGroup(of: ProgramEnding?.self) { tasks in
      tasks.addTask { try await body() }
      tasks.addTask {
        try await Task.sleep(for: timeout)
        return nil
      }
      defer { tasks.cancelAll() }
      guard let ending = try await tasks.next() else { throw CancellationError() }
      guard let ending else {
        tasks.cancelAll()
        _ = try? await tasks.next()
        throw CancellationError()
      }
      return ending
    }
  }
}
