import ArgumentParser

/// A command whose result goes to standard output: if that cannot be written, the command fails.
protocol PrintingCommand: AsyncParsableCommand {
  var console: Console { get }

  func run(_ console: Console) async throws
}

extension PrintingCommand {
  var console: Console { Console() }

  func run() async throws {
    let console = console
    do {
      try await run(console)
    } catch {
      // The command's own failure decides the exit code.
      reportOutputError(console)
      throw error
    }
    if reportOutputError(console) { throw ExitStatus.cannotWrite.asExitCode }
  }

  @discardableResult
  private func reportOutputError(_ console: Console) -> Bool {
    guard let reason = console.outputError else { return false }
    console.log("error: cannot write standard output: \(reason); the output is incomplete")
    return true
  }
}
