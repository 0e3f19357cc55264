import Foundation

/// Another process, with pipes to talk to it.
struct Child {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// - Parameter silent: hides its error output.
  init(_ program: String, _ arguments: [String], silent: Bool = false) throws {
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    if silent { process.standardError = FileHandle.nullDevice }
    try process.run()
  }

  /// The next line that it prints.
  func readLine() throws -> String {
    var bytes: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func waitForSuccess() throws {
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ChildError(program: name, reason: "it ended with status \(process.terminationStatus)")
    }
  }

  /// Ends its input, which ends a server, and waits.
  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  var name: String { process.executableURL?.lastPathComponent ?? "" }

  /// Returns the path of a program of the search path.
  static func find(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

extension CommandLine {
  /// This program.
  static var executable: String {
    Bundle.main.executablePath ?? arguments[0]
  }
}
