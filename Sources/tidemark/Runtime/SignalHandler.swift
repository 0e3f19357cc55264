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
    numbers = SignalHandler.handledNumbers
  }

  /// The first step of the process.
  ///
  /// - Parameter isRun: the process exports: a signal before the work begins, or after it has ended, has the same exit
  /// code as one in between.
  static func prepareProcess(isRun: Bool) {
    // A closed pipe is an error of the write: a reader such as `head` that needs no more is not a failure.
    signal(SIGPIPE, SIG_IGN)
    guard isRun else { return }
    for number in handledNumbers { signal(number, endResumable) }
  }

  private static var handledNumbers: [Int32] { [SIGINT, SIGTERM] + (isIgnored(SIGHUP) ? [] : [SIGHUP]) }

  /// Only what is allowed in a signal's handler.
  private static let endResumable: Handler = { _ in _exit(ExitStatus.resumable.rawValue) }

  /// Runs `body`; the first signal cancels it.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let task = Task { try await body() }
    let before = sources.withLock { sources in
      numbers.map { number in
        let before = signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { [self] in receive(number) { task.cancel() } }
        source.resume()
        sources.append(source)
        return before
      }
    }
    defer { if signalName == nil { restore(before) } }
    return try await task.value
  }

  /// Little is left to do after the work, and a signal may end it at any moment.
  private func restore(_ before: [Handler?]) {
    sources.withLock { sources in
      for source in sources { source.cancel() }
      sources = []
    }
    for (number, handler) in zip(numbers, before) { signal(number, handler) }
  }

  private typealias Handler = @convention(c) (Int32) -> Void

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
