import Foundation
import Testing

struct LiveDisplayTests {
  @Test(arguments: [80, 40])
  func `the line fits the terminal and is erased at the end`(columns: Int) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let session = try Terminal(columns: columns).run(binary, "run", "--sandbox", "--to", "2026-10-04", pipeline)
    #expect(session.status == 0)
    let drawn = session.drawnLines.filter { $0.hasPrefix("[") && !$0.contains(" out, ") }
    #expect(drawn.contains { $0.hasPrefix("[2/3] 2026-10-02  ") })
    #expect(drawn.allSatisfy { $0.count < columns }, "\(drawn)")
    // One line a chunk stays, as without a terminal.
    let kept = session.remaining.filter { $0.hasPrefix("[") }
    #expect(kept.count == 3 && kept.allSatisfy { $0.contains(" out, ") }, "\(kept)")
    #expect(session.remaining.contains("wolkvox-transferred-calls: done"))
  }

  @Test func `a terminal that becomes narrower keeps no remains of the line`() throws {
    var binary = try Binary()
    defer { binary.remove() }
    binary.environment = ["WOLKVOX_SERVER": "1", "WOLKVOX_TOKEN": "12345678"]
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls",
      replacing: [
        "source:\n":
          "source:\n  base_url: http://127.0.0.1:1\n  retry: { tries: 3, first_delay: 2 s, max_delay: 2 s }\n"
      ])
    let session = try Terminal(columns: 80, later: (30, "waiting")).run(binary, "run", pipeline)
    #expect(session.status == 69)
    // The line of 79 columns has been broken into three.
    let pieces = session.sent.components(separatedBy: "\u{1B}[2A\r\u{1B}[J")
    #expect(pieces.count == 2, "\(session.sent)")
    #expect(pieces.last?.hasPrefix("[1/7] 2026-10-01  waiting ") == true)
  }

  @Test func `the line shows the reason and the end of a wait`() throws {
    var binary = try Binary()
    defer { binary.remove() }
    binary.environment = ["WOLKVOX_SERVER": "1", "WOLKVOX_TOKEN": "12345678"]
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls",
      replacing: [
        "source:\n":
          "source:\n  base_url: http://127.0.0.1:1\n  retry: { tries: 4, first_delay: 1 s, max_delay: 1 s }\n"
      ])
    let session = try Terminal(columns: 100).run(binary, "run", pipeline)
    #expect(session.status == 69)
    let waiting = session.drawnLines.filter { $0.contains("waiting") }
    #expect(
      waiting.contains { $0.contains(try! Regex(#"waiting \d\.\d s, until \d\d:\d\d:\d\d: "#)) }, "\(session.sent)")
    #expect(!session.remaining.contains { $0.contains("waiting") })
  }

  @Test func `only warnings and errors are printed with --quiet`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails")
    let well = try vendor.run(file, "--quiet")
    #expect(well.status == 0 && well.output.isEmpty && well.diagnostics.isEmpty, "\(well.output)\(well.diagnostics)")
    try vendor.binary.write(
      "exports/wolkvox-emails/date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz", "damage")
    let ill = try vendor.run(file, "--quiet")
    #expect(ill.status == 0 && ill.output.isEmpty)
    #expect(
      ill.diagnostics.hasPrefix("wolkvox-emails: warning: date=2026-10-02/20261002T050000Z-20261003T050000Z.csv.gz ")
        && ill.diagnostics.split(separator: "\n").count == 1, "\(ill.diagnostics)")
    // Rejected rows are reported even with --quiet.
    let text = try String(contentsOf: vendor.binary.folder.appending(path: file), encoding: .utf8)
    let strict = text.replacing("name: wolkvox-emails", with: "name: strict")
      .replacing("path: exports/wolkvox-emails", with: "path: exports/strict")
      .replacing("fields:\n", with: "fields:\n  misfit: { from: agent_name, type: integer }\n")
    try vendor.binary.write("strict.yaml", strict)
    let aside = try vendor.run("strict.yaml", "--quiet")
    let lines = aside.diagnostics.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "strict: warning: 20261001T050000Z-20261002T050000Z: all 50 records were rejected; first: `misfit`: `Zoë` is not an integer; check `fields`, and set `rules.max_rejects` to fail such chunks",
        "strict: warning: 300 of 300 rows were rejected; see exports/strict/_tidemark/rejects",
      ])
  }

  @Test func `every line of the JSON log is an object with the documented keys`() throws {
    let server = try VendorServer()
    let vendor = try VendorRun(server)
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", source: "\n  retry: { tries: 1 }")
    let result = try vendor.run(file, "--log-format", "json", "--verbose", "--max-chunks", "6")
    #expect(result.status == 75 && result.output.isEmpty)
    let events = try objects(result.diagnostics)
    #expect(events.count == 14 && events.count { $0["event"] as? String == "chunk" } == 6)
    let keys: [String: Set<String>] = [
      "started": ["event", "time", "pipeline", "run", "chunks", "skipped", "sink"],
      "request": ["event", "time", "pipeline", "start", "end", "page", "attempt"],
      "chunk": [
        "event", "time", "pipeline", "chunk", "number", "of", "outcome", "path", "rows", "rejected", "calls",
        "bytes_received", "bytes_written", "seconds",
      ],
      "finished": [
        "event", "time", "pipeline", "run", "exit_code", "committed", "unchanged", "empty", "skipped", "open", "failed",
        "left", "rows", "rows_written", "rejected", "calls", "retries", "bytes_received", "bytes_written", "seconds",
        "sink",
        "stopped_by",
      ],
    ]
    for event in events {
      let name = try #require(event["event"] as? String)
      if event["outcome"] as? String == "empty" { continue }
      #expect(Set(event.keys) == keys[name], "\(event)")
    }
    #expect(events.last?["stopped_by"] as? String == "--max-chunks 6" && events.last?["left"] as? Int == 1)

    // Errors before the first run are objects too.
    try vendor.binary.write("broken.yaml", "nmae: x\n")
    let broken = try objects(vendor.run("broken.yaml", "--log-format", "json").diagnostics)
    #expect(broken.allSatisfy { $0["event"] as? String == "message" } && broken.count > 1)
    #expect(broken.contains { ($0["message"] as? String)?.hasPrefix("broken.yaml:1:1: error: ") == true })
  }

  private func objects(_ log: String) throws -> [[String: Any]] {
    try log.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any], "\($0)")
    }
  }

  @Test func `a summary fits in an e-mail`() throws {
    let vendor = try VendorRun(address: "http://127.0.0.1:1")
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", source: "\n  retry: { tries: 1 }")
    let result = try vendor.run(file)
    #expect(result.status == 69)
    let lines = result.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 78 }, "\(result.output)")
    #expect(lines.contains("    20261001T050000Z-20261002T050000Z") && !result.output.contains("\u{1B}"))
    #expect(
      result.output.hasSuffix(
        """
          failed
            20261001T050000Z-20261002T050000Z
              cannot fetch 2026-10-01T05:00:00Z..2026-10-02T05:00:00Z: cannot reach
              http://127.0.0.1:1: connection refused; check the URL and the network,
              then rerun to resume

        """), "\(result.output)")
  }

  @Test func `a pipe gets no escapes`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let result = try binary.run("run", "--sandbox", "--to", "2026-10-03", pipeline)
    #expect(!result.diagnostics.contains("\u{1B}") && !result.diagnostics.contains("\r"))
    #expect(result.diagnostics.contains("[1/2] 2026-10-01  "))
  }
}
