import Foundation
import Testing

/// Tests runs that cannot work: the exact message and exit code, and no loss of data.
struct RefusalTests {
  /// A change of the e-mail pipeline, or of how it is run.
  struct Mistake: CustomTestStringConvertible, Sendable {
    var name: String
    var change: [String: String] = [:]
    var arguments: [String] = []
    var token: String? = VendorRun.token
    var status: Int32
    var message: String

    var testDescription: String { name }
  }

  static let beforeTheRun: [Mistake] = [
    Mistake(
      name: "broken YAML", change: ["  report:": "   - report: ["], status: 78,
      message:
        "wolkvox-emails.yaml:12:11: error: invalid YAML: while parsing a flow sequence from line 11, "
        + "did not find expected ',' or ']'\n"),
    Mistake(
      name: "unknown report", change: ["wolkvox/chat_12": "wolkvox/chat_21"], status: 78,
      message: "wolkvox-emails.yaml:11:11: error: `wolkvox` has no report `chat_21`; did you mean `chat_12`?\n"),
    Mistake(
      name: "secret that is not set", token: nil, status: 78,
      message: "wolkvox-emails.yaml: error: the environment variable WOLKVOX_TOKEN is not set; `run` needs it\n"),
    Mistake(
      name: "empty secret", token: "", status: 78,
      message: "wolkvox-emails.yaml: error: `token` is empty; `run` needs it\n"),
    Mistake(
      name: "empty range", arguments: ["--from", "2026-10-02", "--to", "2026-10-02"], status: 78,
      message: "wolkvox-emails.yaml: error: the range is empty: from 2026-10-02 is not before to 2026-10-02\n"),
    Mistake(
      name: "reversed range", arguments: ["--from", "2026-10-05", "--to", "2026-10-02"], status: 78,
      message: "wolkvox-emails.yaml: error: the range is reversed: `from` (2026-10-05) is after `to` (2026-10-02)\n"),
    Mistake(
      name: "reversed range in the file", change: ["  to: 2026-10-08": "  to: 2026-09-08"], status: 78,
      message: "wolkvox-emails.yaml:18:7: error: the range is empty; `to` is exclusive and must be after `from`\n"),
    Mistake(
      name: "sink below a file", change: ["path: exports/": "path: wolkvox-emails.yaml/"], status: 73,
      message:
        "wolkvox-emails.yaml: error: cannot make directory wolkvox-emails.yaml/wolkvox-emails: Not a directory; "
        + "move it away and rerun to resume\n"),
    Mistake(
      name: "sink where nothing can be made", change: ["path: exports/": "path: /proc/"], status: 73,
      message:
        "wolkvox-emails.yaml: error: cannot make directory /proc/wolkvox-emails: No such file or directory; "
        + "fix this and rerun to resume\n"),
  ]

  @Test(arguments: beforeTheRun)
  func `impossible runs are rejected before the first request`(_ mistake: Mistake) throws {
    let server = try VendorServer()
    var vendor = try VendorRun(server)
    defer { vendor.remove() }
    vendor.binary.environment["WOLKVOX_TOKEN"] = mistake.token
    let running = try vendor.start(vendor.pipeline("wolkvox-emails", replacing: mistake.change), mistake.arguments)
    let result = try running.result()
    #expect(result.status == mistake.status)
    #expect(result.diagnostics.hasPrefix(mistake.message), "\(result.diagnostics)")
    #expect(result.diagnostics.split(separator: "\n").count == 1)
    #expect(result.output == "")
    #expect(try server.requests().isEmpty)
  }

  static let window = "cannot fetch 2026-10-01T05:00:00Z..2026-10-02T05:00:00Z"

  static let byTheServer: [Mistake] = [
    Mistake(
      name: "bad token", token: "a wrong token", status: 77,
      message:
        "\(window): HTTP 403, the API reports \"PLEASE VALIDATE TOKEN\"; "
        + "the token is not valid for this server; check both, or create a new token in Manager"),
    Mistake(
      name: "quota inside an HTTP 200", token: "spent", status: 75,
      message:
        "\(window): HTTP 200 with `code` 403, the API reports \"TOKEN LIMIT EXCEEDED\"; "
        + "the token's daily calls are used up; rerun after "),
    Mistake(
      name: "no such report", change: ["report: wolkvox": "catalog: mine.yaml\n  report: wolkvox"], status: 78,
      message:
        "\(window): HTTP 400, the API reports \"THE API YOU WANT TO CONSULT DOES NOT EXIST\"; "
        + "the server does not offer this report; check `source.report` and the reports of your operation"),
  ]

  @Test(arguments: byTheServer)
  func `a rejection by the server stops the run with its message, without publishing`(_ mistake: Mistake) throws {
    let server = try VendorServer()
    var vendor = try VendorRun(server)
    defer { vendor.remove() }
    vendor.binary.environment["WOLKVOX_TOKEN"] = mistake.token
    let catalog = try String(
      contentsOf: Binary.checkout.appending(path: "Sources/ConfigurationFiles/Systems/wolkvox.yaml"), encoding: .utf8)
    try vendor.binary.write("mine.yaml", catalog.replacing("api: chat_12,", with: "api: chat_99,"))
    let result = try vendor.run(vendor.pipeline("wolkvox-emails", replacing: mistake.change))
    #expect(result.status == mistake.status)
    #expect(result.diagnostics.contains("[1/7] 2026-10-01  failed: \(mistake.message)"), "\(result.diagnostics)")
    #expect(result.output.hasPrefix("wolkvox-emails: stopped; 6 chunks left for the next run\n"), "\(result.output)")
    #expect(try vendor.binary.partitions("exports/wolkvox-emails").isEmpty)
    #expect(try server.requests().count == 1)
    if let token = mistake.token, token != "spent" {
      #expect(!result.diagnostics.contains(token) && !result.output.contains(token))
      #expect(try vendor.filesHolding(token) == [])
    }
  }

  @Test func `an unreachable server is reported after the configured tries`() throws {
    let vendor = try VendorRun(address: "http://127.0.0.1:1")
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      "wolkvox-emails", source: "\n  retry: { tries: 2, first_delay: 1 ms, max_delay: 2 ms }")
    let result = try vendor.run(file)
    #expect(result.status == 69)
    #expect(
      result.diagnostics.contains(
        "[1/7] 2026-10-01  failed: \(RefusalTests.window): cannot reach http://127.0.0.1:1: connection refused (2 tries); "
          + "check the URL and the network, then rerun to resume\n"), "\(result.diagnostics)")
    #expect(try vendor.binary.partitions("exports/wolkvox-emails").isEmpty)
  }
}
