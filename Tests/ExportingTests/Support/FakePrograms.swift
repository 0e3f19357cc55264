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
  private let lines: Int
  private let log = Mutex<[Call]>([])

  init(runResult: ProcessExit = .exited(code: 0), lines: Int = 0) {
    self.runResult = runResult
    self.lines = lines
  }

  var calls: [Call] { log.withLock { $0 } }

  func run(
    _ command: [String], environment: [String: String], timeout: Duration, onLine: @escaping @Sendable (String) -> Void
  ) async -> ProcessExit {
    log.withLock { $0.append(Call(command: command, environment: environment, timeout: timeout)) }
    for number in 0..<lines { onLine("line \(number + 1)") }
    return runResult
  }
}
