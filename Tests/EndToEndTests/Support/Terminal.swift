import Foundation
import Testing

/// The program on a terminal of its own.
struct Terminal {
  let columns: Int
  /// The width that the terminal has once the program has sent a text.
  var later: (columns: Int, after: String)?

  struct Session {
    var status: Int32
    /// Every byte that was sent to the terminal, as text.
    var sent: String

    /// Each state of the line that is redrawn, in its order.
    var drawnLines: [String] {
      sent.components(separatedBy: Session.erase).dropFirst().map { piece in
        piece.components(separatedBy: "\r\n").first ?? ""
      }
    }

    /// The text on the terminal at the end.
    var remaining: [String] {
      sent.components(separatedBy: "\r\n").map { $0.components(separatedBy: Session.erase).last ?? "" }
    }

    private static let erase = "\r\u{1B}[K"
  }

  func run(_ binary: Binary, _ arguments: String...) throws -> Session {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let size = later.map { "\(columns):\($0.columns):\($0.after)" } ?? String(columns)
    let script = Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/terminal.py").path
    process.arguments = ["python3", script, size, Binary.path.path] + arguments
    process.currentDirectoryURL = binary.folder
    process.environment = ["HOME": binary.folder.path, "PATH": "/usr/bin:/bin"].merging(binary.environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Session(status: process.terminationStatus, sent: String(decoding: data, as: UTF8.self))
  }
}
