import Foundation
import Testing

struct LiveDisplayTests {
  @Test(arguments: [80, 40])
  func `the line fits the terminal and is gone in the end`(columns: Int) throws {
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

  @Test func `the line tells what is waited for and until when`() throws {
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

  @Test func `a pipe gets no escapes`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let ending = try binary.run("run", "--sandbox", "--to", "2026-10-03", pipeline)
    #expect(!ending.diagnostics.contains("\u{1B}") && !ending.diagnostics.contains("\r"))
    #expect(ending.diagnostics.contains("[1/2] 2026-10-01  "))
  }
}
