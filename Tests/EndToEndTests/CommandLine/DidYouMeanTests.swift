import Foundation
import Testing

/// Tests suggestions for wrong words.
struct DidYouMeanTests {
  struct Slip: CustomTestStringConvertible, Sendable {
    var arguments: [String]
    var status: Int32 = 64
    /// The message on the first line.
    var message: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let slips = [
    Slip(arguments: ["rnu", "x.yaml"], message: "Error: Unknown command `rnu`; did you mean `run`?"),
    Slip(arguments: ["help", "pln"], message: "Error: Unknown command `pln`; did you mean `plan`?"),
    Slip(
      arguments: ["frobnicate"],
      message: "Error: Unknown command `frobnicate`; commands: run, plan, preview, status, check, init, audit, "
        + "load, reports, schema, sandbox, help."),
    Slip(
      arguments: ["run", "--sandobx", "x.yaml"], message: "Error: Unknown option '--sandobx'. Did you mean '--sandbox'?"
    ),
    Slip(
      arguments: ["run", "--refresh", "chnaged", "x.yaml"],
      message: "Error: The value 'chnaged' is invalid for '--refresh <refresh>'. "
        + "Please provide one of 'all', 'changed' or 'provisional'."),
    Slip(
      arguments: ["plan", "--from", "yestreday", "x.yaml"],
      message:
        "Error: The value 'yestreday' is invalid for '--from <date>': expected a date or time such as 2026-10-01, "
        + "2026-10-01T06:00:00, `yesterday` or `7 days ago`; did you mean `yesterday`?"),
    Slip(
      arguments: ["reports", "wolkvx"],
      message: "error: the catalog does not contain the system `wolkvx`; did you mean `wolkvox`?"),
    Slip(
      arguments: ["reports", "wolkvox/agent13"],
      message: "error: `wolkvox` has no report `agent13`; did you mean `agent_13_1`?"),
    Slip(
      arguments: ["reports", "agent_13_1"],
      message: "error: the catalog does not contain the system `agent_13_1`; did you mean `wolkvox/agent_13_1`?"),
    Slip(
      arguments: ["init", "wolkvox/chat12", "--time-zone", "UTC"],
      message: "error: `wolkvox` has no report `chat12`; did you mean `chat_12`?"),
    Slip(
      arguments: ["check", "wolkvox-email.yaml"], status: 78,
      message: "wolkvox-email.yaml: error: file not found; did you mean `wolkvox-emails.yaml`?"),
  ]

  @Test(arguments: slips)
  func `a wrong word is reported with a suggestion`(_ slip: Slip) throws {
    let binary = try Binary()
    defer { binary.remove() }
    _ = try binary.copyPipeline("wolkvox-emails")
    let result = try binary.start(slip.arguments).result()
    #expect(result.status == slip.status)
    #expect(result.output.isEmpty)
    #expect(result.diagnostics.split(separator: "\n").first.map(String.init) == slip.message)
  }

  @Test(arguments: ["run", "plan", "preview", "status"])
  func `a chunk is selected by ID or day, and a wrong name is reported`(command: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails")
    let wrong = try binary.run(command, "--sandbox", "--chunk", "2026-10-1", pipeline)
    #expect(wrong.status == 78)
    #expect(
      wrong.diagnostics
        == "wolkvox-emails.yaml: error: the range does not contain the chunk `2026-10-1`; did you mean `2026-10-01`?\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == [pipeline])
    for name in ["2026-10-02", "20261002T050000Z-20261003T050000Z"] {
      let right = try binary.run(command, "--sandbox", "--chunk", name, pipeline)
      #expect(right.status == 0, "\(right.diagnostics)")
      if ["plan", "preview"].contains(command) { #expect(right.output.contains("2026-10-02")) }
      #expect(!(right.output + right.diagnostics).contains("2026-10-03"))
    }
  }
}
