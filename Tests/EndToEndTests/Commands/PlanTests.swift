import Foundation
import Testing

struct PlanTests {
  @Test func `in a pipe, a line has a chunk's complete request`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    let result = try binary.run("plan", "--sandbox", pipeline)
    #expect(
      result.output == """
        wolkvox-emails: wolkvox/chat_12 to exports/wolkvox-emails-sandbox
        chunk       state    calls  request
        2026-10-01  pending      1  GET http://sandbox/api/v2/reports_manager.php?api=chat_12&date_ini=20261001000000&date_end=20261001235959
        2026-10-02  pending      1  GET http://sandbox/api/v2/reports_manager.php?api=chat_12&date_ini=20261002000000&date_end=20261002235959
        a run makes 2 calls, more if windows have to be split

        """)
  }

  @Test func `a terminal of 80 columns shows the common beginning of requests once`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails", replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    let session = try Terminal(columns: 80).run(binary, "plan", "--sandbox", pipeline)
    #expect(
      session.remaining == [
        "wolkvox-emails: wolkvox/chat_12 to exports/wolkvox-emails-sandbox",
        "GET http://sandbox/api/v2/reports_manager.php?api=chat_12&…", "chunk       state    calls  request",
        "2026-10-01  pending      1  …date_ini=20261001000000&date_end=20261001235959",
        "2026-10-02  pending      1  …date_ini=20261002000000&date_end=20261002235959",
        "a run makes 2 calls, more if windows have to be split", "",
      ])
  }

  @Test func `a state that is not self-explanatory has a reason`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline(
      "wolkvox-emails",
      replacing: ["to: 2026-10-08": "to: 2026-10-06", "  chunk: 1 day": "  settle: 2 days\n  chunk: 1 day"])
    let now = "2026-10-05T15:00:00Z"
    #expect(try binary.run("run", "--sandbox", "--now", now, pipeline).status == 0)
    let sink = binary.folder.appending(path: "exports/wolkvox-emails-sandbox")
    try FileManager.default.removeItem(
      at: sink.appending(path: "date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz"))
    let result = try binary.run("plan", "--sandbox", "--now", now, pipeline)
    let rows = result.output.split(separator: "\n").dropFirst(2).prefix(5).map { line in
      line.split(separator: "  ", omittingEmptySubsequences: true).dropLast().map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    #expect(
      rows == [
        ["2026-10-01", "pending", "1", "its partition is missing"], ["2026-10-02", "committed", "-"],
        ["2026-10-03", "provisional", "1", "may change until 2026-10-06T05:00:00Z"],
        ["2026-10-04", "provisional", "1", "may change until 2026-10-07T05:00:00Z"],
        ["2026-10-05", "open", "-", "ends 2026-10-06T05:00:00Z"],
      ])
    let json = try binary.run("plan", "--sandbox", "--now", now, "--format", "json", pipeline).output
    let plan = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let chunks = try #require(plan["chunks"] as? [[String: Any]])
    #expect(chunks.map { $0["reason"] as? String } == rows.map { $0.count > 3 ? $0[3] : nil })
  }

  @Test func `a plan with different settings ends with the reason why a run stops`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let days = ["to: 2026-10-08": "to: 2026-10-03"]
    let pipeline = try binary.copyPipeline("wolkvox-emails", replacing: days)
    #expect(try binary.run("run", "--sandbox", pipeline).status == 0)
    #expect(try binary.run("plan", "--sandbox", pipeline).output.hasSuffix("\na run makes 0 calls\n"))
    _ = try binary.copyPipeline("wolkvox-emails", replacing: days.merging(["format: csv": "format: ndjson"]) { $1 })
    let reason =
      "2 committed chunks between 2026-10-01 and 2026-10-02 were written with different settings (format: csv -> ndjson); "
      + "re-export them with `--refresh changed`, keep them with `--adopt`, or use a different sink path"
    let plan = try binary.run("plan", "--sandbox", pipeline)
    #expect(plan.output.hasSuffix("\n`run` stops (78): \(reason)\n"), "\(plan.output)")
    let json = try binary.run("plan", "--sandbox", "--format", "json", pipeline).output
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(document["refusal"] as? String == reason)
    let run = try binary.run("run", "--sandbox", pipeline)
    #expect(run.status == 78 && run.diagnostics.contains(reason), "\(run.diagnostics)")
  }

  @Test func `a report's details fit into 80 columns`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    for report in ["wolkvox/agent_13_1", "chat-tonic/operator", "chat-tonic/dashboard"] {
      let session = try Terminal(columns: 80).run(binary, "reports", report)
      #expect(session.remaining.allSatisfy { $0.count <= 80 }, "\(session.remaining)")
      let fields = session.remaining.drop { $0 != "fields" }.dropFirst().filter { !$0.isEmpty }
      #expect(fields.count > 10 && fields.allSatisfy { $0.hasPrefix("  ") }, "\(fields)")
      let words = session.remaining.joined(separator: " ").split(separator: " ")
      #expect(words == (try binary.run("reports", report).output).split(whereSeparator: \.isWhitespace))
    }
  }
}
