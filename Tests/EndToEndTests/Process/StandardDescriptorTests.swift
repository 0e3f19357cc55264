import Foundation
import Testing

/// Standard output that cannot be written, and descriptors that the caller has closed.
struct StandardDescriptorTests {
  private func export() throws -> (Binary, file: String) {
    let binary = try Binary()
    let file = try binary.copyPipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    #expect(try binary.run("run", "--sandbox", "--quiet", file).status == 0)
    return (binary, file)
  }

  @Test(arguments: ["audit --sandbox", "status --sandbox", "plan --sandbox", "check --sandbox", "run --sandbox"])
  func `a full disk behind standard output is an error`(command: String) throws {
    let (binary, file) = try export()
    defer { binary.remove() }
    let result = try binary.shell("\"$0\" \(command) $1 > /dev/full", file)
    #expect(result.status == 73, "\(result.diagnostics)")
    #expect(
      result.diagnostics.hasSuffix(
        "error: cannot write standard output: No space left on device; the output is incomplete\n"),
      "\(result.diagnostics)")
  }

  @Test func `damage that is found decides the exit code also on a full disk`() throws {
    let (binary, file) = try export()
    defer { binary.remove() }
    try binary.write("exports/wolkvox-emails-sandbox/stray.csv", "")
    let result = try binary.shell("\"$0\" audit --sandbox $1 > /dev/full", file)
    #expect(result.status == 65)
    #expect(result.diagnostics.contains("cannot write standard output"), "\(result.diagnostics)")
  }

  @Test func `a reader that has read enough is not an error`() throws {
    let (binary, file) = try export()
    defer { binary.remove() }
    let result = try binary.shell(
      "set -o pipefail; trap '' PIPE; \"$0\" status --sandbox $1 | true; echo ${PIPESTATUS[0]}", file)
    #expect(result.output == "0\n", "\(result.diagnostics)")
  }

  @Test(arguments: ["plan", "reports", "--help"])
  func `a reader that ends early ends no command by a signal`(command: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    // The plan is longer than what a pipe holds.
    let file = try binary.copyPipeline("wolkvox-emails", replacing: ["from: 2026-10-01": "from: 2019-10-01"])
    let argument = command == "plan" ? file : ""
    let result = try binary.shell("\"$0\" \(command) \(argument) | true; echo ${PIPESTATUS[0]}", file)
    let status = try #require(Int(result.output.dropLast()))
    #expect(status < 128, "\(result.diagnostics)")
  }

  @Test(arguments: ["0<&- 1>&- 2>&-", "1>&-", "2>&-"])
  func `nothing is written into a file that took the place of a closed descriptor`(closed: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try binary.copyPipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-04"])
    let result = try binary.shell("\"$0\" run --verbose --sandbox $1 \(closed)", file)
    #expect(result.status == 0, "\(result.diagnostics)")
    let audit = try binary.run("audit", "--sandbox", file)
    #expect(audit.status == 0, "\(audit.output)")
  }
}
