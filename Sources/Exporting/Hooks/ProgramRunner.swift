/// Runs other programs.
package protocol ProgramRunner: Sendable {
  /// Runs a program to its end. Each line of its standard output or standard error is passed on as it arrives.
  /// Processes that it leaves behind are stopped.
  ///
  /// - Parameter command: a program, searched for as a shell does, and its arguments.
  func run(
    _ command: [String], environment: [String: String], timeout: Duration,
    onLine: @escaping @Sendable (OutputLine) -> Void
  ) async -> ProcessExit
}
