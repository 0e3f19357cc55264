import Foundation
import Testing

/// Tests that secrets do not leak, that paths stay inside the sink, and that text cannot control a terminal.
struct SafetyTests {
  static let token = "s3cret/token+of=mine"

  /// Everything that one of our processes may show: its output, and its command line while it runs.
  private func shown(_ vendor: VendorRun, _ server: VendorServer, _ file: String, _ flags: [String]) throws -> String {
    let running = try vendor.start(file, flags)
    let process = running.process.processIdentifier
    try server.awaitHeldRequest()
    let command = try String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
    try server.release()
    let result = try running.result()
    return command + result.output + result.diagnostics
  }

  @Test(arguments: [["--verbose"], ["--verbose", "--log-format", "json"], ["--record", "answers"]])
  func `a secret that the server repeats is neither printed nor stored`(_ flags: [String]) throws {
    let server = try VendorServer("--hold-from", "1", "--say", "the token TOKEN and s3cret%2Ftoken%2Bof%3Dmine failed")
    var vendor = try VendorRun(server)
    defer { vendor.remove() }
    vendor.binary.environment["WOLKVOX_TOKEN"] = SafetyTests.token
    let file = try vendor.pipeline("wolkvox-emails", source: "\n  retry: { tries: 2, first_delay: 1 ms }")
    let shown = try shown(vendor, server, file, flags)
    #expect(shown.contains("the token *** and *** failed"), "\(shown)")
    for text in [SafetyTests.token, "s3cret%2Ftoken%2Bof%3Dmine", "s3cret"] {
      #expect(!shown.contains(text), "\(shown)")
      #expect(try vendor.filesHolding(text) == [])
    }
  }

  /// Paths of a sink with a link that leads outside.
  static let links = [
    "date=2026-10-01", "date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz", "_tidemark", "_tidemark/staging",
    "_tidemark/checkpoints", "_tidemark/runs", "_tidemark/rejects", "_tidemark/shapes", "_tidemark/lock",
  ]

  @Test(arguments: links)
  func `a link that leads outside the sink is not followed`(_ place: String) throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    let outside = vendor.binary.folder.appending(path: "outside")
    let isFile = place.hasSuffix(".gz") || place.hasSuffix("lock")
    if isFile {
      try vendor.binary.write("outside", "mine")
    } else {
      try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
    }
    let link = vendor.binary.folder.appending(path: "exports/wolkvox-emails/\(place)")
    try FileManager.default.createDirectory(at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: outside)
    let result = try vendor.run(file)
    #expect(result.status == 73, "\(result.diagnostics)")
    // Links on the way to a file or folder of the sink, rather than in its place.
    let isOnTheWay = ["date=2026-10-01", "_tidemark"].contains(place)
    let message =
      place.hasSuffix("lock")
      ? "cannot lock exports/wolkvox-emails/_tidemark/lock: Too many levels of symbolic links"
      : "exports/wolkvox-emails/\(place) is a symbolic link, which may lead outside; "
        + (isOnTheWay ? "replace it with a directory" : "remove the link")
    #expect(result.diagnostics.contains(message), "\(result.diagnostics)")
    if isFile {
      #expect(try String(contentsOf: outside, encoding: .utf8) == "mine")
    } else {
      #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path) == [])
    }

    try FileManager.default.removeItem(at: link)
    #expect(try vendor.run(file).status == 0)
    #expect(try vendor.check("wolkvox-emails", to: "2026-10-03") == "100")
  }

  @Test(arguments: ["../outside/{chunk}", "/outside/{chunk}", "a/../../{chunk}", "${ESCAPE}/{chunk}"])
  func `a partition path cannot leave the sink`(_ template: String) throws {
    var vendor = try VendorRun(address: "http://127.0.0.1:1")
    defer { vendor.remove() }
    vendor.binary.environment["ESCAPE"] = "../.."
    let file = try vendor.pipeline(
      "wolkvox-emails", replacing: ["partition: date={window.date}/{chunk}": "partition: \(template)"])
    let result = try vendor.run(file)
    #expect(result.status == 78, "\(result.diagnostics)")
    #expect(result.diagnostics.hasPrefix("wolkvox-emails.yaml:"), "\(result.diagnostics)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: vendor.binary.folder.path) == ["wolkvox-emails.yaml"])
  }

  @Test func `a redirect to another host is not followed and gets no secret`() throws {
    let stranger = try VendorServer()
    let server = try VendorServer("--redirect", stranger.address)
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let result = try vendor.run(vendor.pipeline("wolkvox-emails"))
    #expect(result.status == 78)
    #expect(
      result.diagnostics.contains(
        "\(server.address) redirects to \(stranger.address); redirects to other hosts are not followed; "
          + "set `source.base_url` to the new URL if you trust it"), "\(result.diagnostics)")
    #expect(try stranger.requests().isEmpty)
    #expect(try server.requests().count == 1)
  }

  /// Sets a window's title, rings, changes colors, returns to the start of the line, and changes the writing
  /// direction.
  static let steering = "\u{1B}]0;owned\u{7}\u{1B}[31mred\u{9B}2Jclear\u{9D}x\u{9C}\rback\u{202E}thgir\u{2066}in\u{8}"
  static let steeringScalars = Set("\u{1B}\u{7}\u{9B}\u{9D}\u{9C}\r\u{202E}\u{2066}\u{8}".unicodeScalars)

  private func isHarmless(_ text: String) -> Bool { SafetyTests.steeringScalars.isDisjoint(with: text.unicodeScalars) }

  @Test(arguments: ["text", "json"])
  func `text from a server cannot control a terminal`(_ format: String) throws {
    let server = try VendorServer("--say", SafetyTests.steering)
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", source: "\n  retry: { tries: 2, first_delay: 1 ms }")
    let ran = try vendor.start(file, ["--verbose", "--log-format", format]).result()
    #expect(ran.status == 69 && ran.diagnostics.contains("owned"), "\(ran.diagnostics)")
    #expect(isHarmless(ran.diagnostics) && isHarmless(ran.output))
    for arguments in [["preview", file], ["status", file], ["audit", file], ["plan", file]] {
      let result = try vendor.binary.start(arguments).result()
      #expect(isHarmless(result.diagnostics) && isHarmless(result.output), "\(arguments)")
    }
  }

  @Test func `values, fields and names cannot control a terminal`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    // Every eighth mail has a control sequence in its body.
    let file = try vendor.pipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    let shown = try vendor.binary.run("preview", "--rows", "20", file)
    #expect(shown.status == 0 && shown.output.contains("and nul"), "\(shown.diagnostics)")
    #expect(isHarmless(shown.output))
    let bad = try vendor.pipeline(
      "wolkvox-emails",
      replacing: ["to: 2026-10-08": "to: 2026-10-03", "fields:\n": "fields:\n  n: { from: body, type: integer }\n"])
    let rejected = try vendor.binary.run("preview", "--rows", "20", bad)
    #expect(rejected.output.contains("would be rejected") && isHarmless(rejected.output))

    try vendor.binary.write("\(SafetyTests.steering).yaml", "version: 1\nname: \"\(SafetyTests.steering)\"\n")
    for command in ["check", "run", "plan", "status", "audit"] {
      let result = try vendor.binary.run(command, "\(SafetyTests.steering).yaml")
      #expect(result.status == 78 && !result.diagnostics.isEmpty, "\(command)")
      #expect(isHarmless(result.diagnostics) && isHarmless(result.output), "\(command)")
    }
  }

  @Test func `text that a spreadsheet reads as a formula is unchanged, or escaped with escape_formulas`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    for (more, expected) in [
      ("", "\"=HYPERLINK(\"\"http"), ("\n  csv: { escape_formulas: true }", "\"'=HYPERLINK(\"\"http"),
    ] {
      let sink = "exports/formulas\(more.count)"
      let file = try vendor.pipeline(
        "wolkvox-emails",
        replacing: [
          "to: 2026-10-08": "to: 2026-10-02", "path: exports/wolkvox-emails": "path: \(sink)",
          "compression: gzip": "compression: none\(more)",
        ])
      #expect(try vendor.run(file).status == 0)
      let text = try vendor.binary.partitions(sink).values.map { String(decoding: $0, as: UTF8.self) }.joined()
      #expect(text.contains(",\(expected)"), "\(text.prefix(600))")
    }
  }
}
