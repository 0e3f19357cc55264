import Foundation
import Testing

struct HelpTests {
  @Test(arguments: [
    "run", "plan", "preview", "status", "check", "init", "audit", "load", "reports", "sandbox", "schema",
  ])
  func `every command's help has an example`(command: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let overview = try binary.run("--help").output
    #expect(overview.contains("\n  \(command) "), "\(overview)")
    let help = try binary.run("help", command).output
    let lines = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let place = try #require(lines.firstIndex(of: "Example:"), "\(help)")
    #expect(lines[place + 1].hasPrefix("tidemark \(command) "))
  }

  @Test func `the examples run as they are written`() throws {
    var binary = try Binary()
    defer { binary.remove() }
    let shelf = binary.folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: shelf, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: shelf.appending(path: "tidemark"), withDestinationURL: Binary.path)
    for folder in ["pipelines", "samples"] {
      try FileManager.default.copyItem(
        at: Binary.checkout.appending(path: folder), to: binary.folder.appending(path: folder))
    }
    binary.environment = [
      "PATH": "\(shelf.path):/usr/bin:/bin", "WOLKVOX_SERVER": "9901", "WOLKVOX_TOKEN": "a valid token",
    ]
    for command in ["run", "plan", "preview", "status", "check", "init", "audit", "load", "reports", "schema"] {
      let help = try binary.run("help", command).output
      let lines = help.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      let place = try #require(lines.firstIndex(of: "Example:"), "\(help)")
      let examples = lines[(place + 1)...].prefix { $0.hasPrefix("tidemark ") }
      for example in examples {
        let result = try binary.start(URL(fileURLWithPath: "/bin/bash"), ["-c", example]).result()
        #expect(result.status == 0, "\(example)\n\(result.output)\(result.diagnostics)")
      }
    }
  }
}
