import ArgumentParser
import Foundation

/// Prints one response, for programs that need a file of it.
struct ResponseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Print a response with a number of rows.", shouldDisplay: false)

  @Option var shape: Workload
  @Option var rows: Int

  func run() throws {
    try FileHandle.standardOutput.write(contentsOf: Data(shape.response(records: rows)))
  }
}
