/// The result of a program.
package enum ProcessExit: Hashable, Sendable {
  case exited(code: Int)
  case killed(signal: Int)
  case timedOut
  /// The run was stopped.
  case stopped
  /// The reason, for messages.
  case notStarted(String)

  package var isSuccess: Bool { self == .exited(code: 0) }
}
