import Foundation
import Synchronization

/// Turns SIGINT and SIGTERM into the cancellation of a task; a second signal ends the process immediately.
///
/// A canceled run abandons the current chunk, keeps committed chunks, and exits with 75.
final class SignalWatch: Sendable {
  // Dispatch objects may be used from any thread, although their types are not marked Sendable.
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
  private let received = Mutex<Int32?>(nil)
  private let beforeExit: @Sendable () -> Void

  /// The name of the received signal.
  var signalName: String? {
    received.withLock { $0 }.map { $0 == SIGINT ? "SIGINT" : "SIGTERM" }
  }

  /// - Parameter beforeExit: the cleanup to do before the second signal ends the process.
  init(beforeExit: @escaping @Sendable () -> Void = {}) {
    self.beforeExit = beforeExit
    // A closed pipe is an error of the write and must not end the process.
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
  }

  /// Runs `body`; the first signal cancels it.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let task = Task { try await body() }
    for (source, number) in zip(sources, [SIGINT, SIGTERM]) {
      source.setEventHandler { [self] in
        let isSecond = received.withLock { first in
          defer { first = first ?? number }
          return first != nil
        }
        if isSecond {
          beforeExit()
          _exit(ExitStatus.resumable.rawValue)
        }
        task.cancel()
      }
      source.resume()
    }
    defer { for source in sources { source.cancel() } }
    return try await task.value
  }
}
