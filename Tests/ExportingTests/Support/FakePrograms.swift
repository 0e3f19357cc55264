import Exporting
import Records
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Programs that run nowhere.
final class FakePrograms: ProgramRunner {
  struct Call: Sendable {
    var command: [String]
    var environment: [String: String]
    var timeout: Duration
  }

  private let runResult: ProcessExit
  private let lines: [OutputLine]
  private let log = Mutex<[Call]>([])

  init(runResult: ProcessExit = .exited(code: 0), lines: [OutputLine] = []) {
    self.runResult = runResult
    self.lines = lines
  }

  var calls: [Call] { log.withLock { $0 } }

  func run(
    _ command: [String], environment: [String: String], timeout: Duration,
    onLine: @escaping @Sendable (OutputLine) -> Void
  ) async -> ProcessExit {
    log.withLock { $0.append(Call(command: command, environment: environment, timeout: timeout)) }
    for line in lines { onLine(line) }
    return runResult
  }
}
