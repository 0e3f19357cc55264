import Foundation
import Testing

/// A process under way.
struct Running {
  let process: Process
  let output: Pipe
  let diagnostics: Pipe

  /// Waits for the end; both pipes are drained meanwhile, so that neither fills.
  func result() throws -> Binary.ProcessResult {
    nonisolated(unsafe) var text = Data()
    let reader = Thread { [diagnostics] in text = diagnostics.fileHandleForReading.readDataToEndOfFile() }
    reader.start()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    while !reader.isFinished { Thread.sleep(forTimeInterval: 0.001) }
    return Binary.ProcessResult(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: printed, as: UTF8.self), diagnostics: String(decoding: text, as: UTF8.self))
  }
}
