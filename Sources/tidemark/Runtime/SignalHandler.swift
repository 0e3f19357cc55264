import Foundation
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into the cancellation of a task. A second signal, or work that does not stop, ends
/// the process immediately.
///
/// After a first signal, the others keep this effect until the process ends, so that its exit code does not depend on
/// their time.
///
/// A canceled run abandons the current chunk, keeps committed chunks, and exits with 75. SIGHUP stays ignored if it was
/// ignored at the start, as under `nohup`.
final class SignalHandler: Sendable {
  /// The time from the first signal until the process is ended, whatever it is doing.
  static let limit = Duration.seconds(10)
  /// The time that a command may take after canceled work. It leaves time to stop the work and to end the command.
  static let followUpLimit = Duration.seconds(3)

  private let numbers: [Int32]
  /// A separate queue gets a thread even if the work occupies every thread of the pool.
  private let queue = DispatchQueue(label: "tidemark.signals", qos: .userInitiated)
  private let received = Mutex<Int32?>(nil)
  private let sources = Mutex<[any DispatchSourceSignal]>([])
  private let beforeExit: @Sendable () -> Void

  /// The name of the received signal.
  var signalName: String? { received.withLock { $0 }.map(SignalHandler.name) }

  /// - Parameter beforeExit: the cleanup to do before the process is ended.
  init(beforeExit: @escaping @Sendable () -> Void = {}) {
    self.beforeExit = beforeExit
    // A closed pipe is an error of the write and must not end the process.
    signal(SIGPIPE, SIG_IGN)
    numbers = [SIGINT, SIGTERM] + (SignalHandler.isIgnored(SIGHUP) ? [] : [SIGHUP])
  }

  /// Runs `body`; the first signal cancels it.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let task = Task { try await body() }
    sources.withLock { sources in
      for number in numbers {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { [self] in receive(number) { task.cancel() } }
        source.resume()
        sources.append(source)
      }
    }
    defer { if signalName == nil { restoreDefaults() } }
    return try await task.value
  }

  /// Little is left to do after the work, and a signal may end it at any moment.
  private func restoreDefaults() {
    sources.withLock { sources in
      for source in sources { source.cancel() }
      sources = []
    }
    for number in numbers { signal(number, SIG_DFL) }
  }

  /// Cancels the work at the first signal, and ends the process at a second one or if the work does not stop.
  private func receive(_ number: Int32, cancel: () -> Void) {
    let isFirst = received.withLock { first in
      defer { first = first ?? number }
      return first == nil
    }
    guard isFirst else { return end() }
    cancel()
    queue.asyncAfter(deadline: .now() + .seconds(Int(SignalHandler.limit.components.seconds))) { [self] in
      warn("the work did not stop within \(SignalHandler.limit.components.seconds) s of \(SignalHandler.name(number))")
      end()
    }
  }

  private func end() {
    beforeExit()
    _exit(ExitStatus.resumable.rawValue)
  }

  /// Writes to standard error unless that would block, because its reader may be stuck as well.
  private func warn(_ text: String) {
    var target = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    guard poll(&target, 1, 0) == 1 else { return }
    let line = Array("error: \(text); the process was ended; rerun to resume\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func name(_ number: Int32) -> String {
    switch number {
    case SIGINT: "SIGINT"
    case SIGHUP: "SIGHUP"
    default: "SIGTERM"
    }
  }
}
