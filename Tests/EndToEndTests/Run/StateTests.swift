import Foundation
import Testing

/// State files that are not what the program left: each is named and dealt with, and never trusted.
struct StateTests {
  struct Harm: CustomTestStringConvertible, Sendable {
    var name: String
    /// Below `_tidemark`.
    var path = "checkpoints/20261002T050000Z-20261003T050000Z.json"
    var content: String
    /// The output of the audit.
    var finding: String
    /// The run that follows.
    var status: Int32 = 0
    var message: String

    var testDescription: String { name }
  }

  static let checkpoint =
    "checkpoint exports/wolkvox-emails/_tidemark/checkpoints/20261002T050000Z-20261003T050000Z.json"

  static let harms: [Harm] = [
    Harm(
      name: "a truncated checkpoint", content: #"{"version": 1, "chunk": {"id":"#, finding: "bad checkpoint: ",
      message: "warning: \(checkpoint) is not valid JSON; it may be truncated; its chunk is exported again\n"),
    Harm(
      name: "an empty checkpoint", content: "", finding: "bad checkpoint: ",
      message: "warning: \(checkpoint) is empty; its chunk is exported again\n"),
    Harm(
      name: "something else", content: "[1, 2]", finding: "bad checkpoint: ",
      message:
        "warning: \(checkpoint) is invalid: it is not a JSON object; its chunk is exported again\n"),
    Harm(
      name: "the checkpoint of a newer program", content: #"{"version": 2, "chunk": {}}"#,
      finding: "unreadable checkpoint: ", status: 78,
      message:
        "\(checkpoint) has version 2, written by a newer version of Tidemark; use the newer version, or another sink path\n"
    ),
    Harm(
      name: "a truncated manifest", path: "manifest.json", content: #"{"version": 1, "par"#,
      finding: "manifest: _tidemark/manifest.json is not valid JSON; it may be truncated\n", message: ""),
    Harm(
      name: "an empty manifest", path: "manifest.json", content: "",
      finding: "manifest: _tidemark/manifest.json is empty\n", message: ""),
    Harm(
      name: "a leftover", path: "staging/half.csv.gz", content: "half",
      finding: "leftover: _tidemark/staging/half.csv.gz is a temporary file left by a crash\n", message: ""),
  ]

  @Test(arguments: harms)
  func `an invalid state file is reported, and the run handles it`(_ harm: Harm) throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-04"])
    #expect(try vendor.run(file).status == 0)
    let before = try vendor.binary.partitions("exports/wolkvox-emails")
    try vendor.binary.write("exports/wolkvox-emails/_tidemark/\(harm.path)", harm.content)
    let audit = try vendor.binary.run("audit", file)
    #expect(audit.status == 65 && audit.output.contains(harm.finding), "\(audit.output)")

    let next = try vendor.run(file)
    #expect(next.status == harm.status, "\(next.diagnostics)")
    #expect(harm.message.isEmpty || next.diagnostics.contains(harm.message), "\(next.diagnostics)")
    #expect(try vendor.binary.partitions("exports/wolkvox-emails") == before)
    if harm.status == 0 {
      let clean = try vendor.binary.run("audit", file)
      #expect(clean.status == 0, "\(clean.output)")
      #expect(try vendor.check("wolkvox-emails", to: "2026-10-04") == "150")
    }
  }

  @Test func `a checkpoint of another pipeline stops the run with the differences`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let few = ["to: 2026-10-08": "to: 2026-10-03"]
    let other = try vendor.pipeline("wolkvox-transferred-calls", replacing: few)
    let file = try vendor.pipeline("wolkvox-emails", replacing: few)
    for file in [other, file] { #expect(try vendor.run(file).status == 0) }
    let name = "_tidemark/checkpoints/20261001T050000Z-20261002T050000Z.json"
    let foreign = try String(
      contentsOf: vendor.binary.folder.appending(path: "exports/wolkvox-transferred-calls/\(name)"), encoding: .utf8)
    try vendor.binary.write("exports/wolkvox-emails/\(name)", foreign)
    let audit = try vendor.binary.run("audit", file)
    #expect(audit.status == 65 && audit.output.contains("damaged partition: "), "\(audit.output)")
    let next = try vendor.run(file)
    #expect(next.status == 78)
    let refusal = "1 committed chunk on 2026-10-01 was written with different settings"
    #expect(next.diagnostics.contains(refusal), "\(next.diagnostics)")
    #expect(try vendor.start(file, ["--refresh", "changed"]).result().status == 0)
    #expect(try vendor.binary.run("audit", file).status == 0)
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-03") == "100")
  }
}
