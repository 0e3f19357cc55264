/// Runs other programs.
package protocol ProgramRunner: Sendable {
  /// Runs a program to its end. Each line that it prints, to either of its outputs, is handed on as it comes. What it has started and
  /// left behind ends with it.
  ///
  /// - Parameter command: a program, looked for as a shell does, and its arguments.
  func run(
    _ command: [String], environment: [String: String], timeout: Duration, onLine: @escaping @Sendable (String) -> Void
  ) async -> ProgramEnding
}

/// How a program ended.
package enum ProgramEnding: Hashable, Sendable {
  case exited(code: Int)
  case killed(signal: Int)
  case timedOut
  /// Because the run was told to stop.
  case stopped
  /// In words.
  case notStarted(String)

  package var isSuccess: Bool { self == .exited(code: 0) }
}
