import Foundation
import Testing

struct HelpTests {
  @Test(arguments: ["run", "plan", "preview", "status", "check", "init", "audit", "reports", "sandbox", "schema"])
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
}
