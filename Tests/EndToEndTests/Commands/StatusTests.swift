import Foundation
import Testing

struct StatusTests {
  private static let now = ["--now", "2026-10-07T15:00:00Z"]

  /// An export of 2026-10-01 to 2026-10-09 at noon of the 7th: two days still settle, one has lost its file.
  private func exported(_ binary: Binary) throws -> String {
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls", replacing: ["to: 2026-10-08": "to: 2026-10-10"])
    let result = try binary.start(["run", "--sandbox", "--quiet", pipeline] + StatusTests.now).result()
    try #require(result.status == 0, "\(result.diagnostics)")
    let sink = binary.folder.appending(path: "exports/wolkvox-transferred-calls-sandbox")
    try FileManager.default.removeItem(at: sink.appending(path: "date=2026-10-03"))
    return pipeline
  }

  @Test func `the calendar has one symbol per day`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try exported(binary)
    let result = try binary.start(["status", "--sandbox", pipeline] + StatusTests.now).result()
    #expect(result.status == 0, "\(result.diagnostics)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines[2] == "2026-10  ■■·■◪◪---")
    #expect(lines[3] == "chunks    ■ 3 committed   - 3 not ended yet   ◪ 2 provisional   · 1 missing")
    #expect(
      lines.contains { $0.hasPrefix("last run  2026-10-07T15:00:00Z, ") && $0.contains("succeeded: 6 chunks fetched") })
    // The first names paths, which are not broken.
    #expect(lines.dropFirst().allSatisfy { $0.count <= 80 })
    #expect(
      lines.suffix(2) == [
        "next      `tidemark run --sandbox \(pipeline)` to fetch what",
        "          is missing (3 chunks, 3 calls in total)",
      ])
    #expect(result.diagnostics.contains("is missing; the next run fetches its chunk again"))
  }

  @Test func `json contains each day and chunk`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try exported(binary)
    let result = try binary.start(["status", "--sandbox", "--format", "json", pipeline] + StatusTests.now).result()
    let status = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let days = try #require(status["days"] as? [String: String])
    #expect(days["2026-10-03"] == "missing" && days["2026-10-05"] == "provisional" && days["2026-10-09"] == "open")
    let totals = try #require(status["totals"] as? [String: Any])
    #expect((totals["chunks"] as? [String: Int])?["committed"] == 3)
    #expect((status["chunks"] as? [[String: Any]])?.count == 9)
    #expect((status["last_run"] as? [String: Any])?["exit_code"] as? Int == 0)
    #expect((status["next"] as? [String: Any])?["chunks"] as? Int == 3)
  }

  @Test func `the page is self-contained`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try exported(binary)
    let result = try binary.start(["status", "--sandbox", "--html", "status.html", pipeline] + StatusTests.now).result()
    #expect(result.status == 0, "\(result.diagnostics)")
    let page = try String(contentsOf: binary.folder.appending(path: "status.html"), encoding: .utf8)
    #expect(page.contains("title=\"2026-10-03: missing\"") && page.contains("prefers-color-scheme: dark"))
    // Five bars a chart: six days were exported, and one has lost its file.
    #expect(page.components(separatedBy: "<rect ").count - 1 == 10)
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
  }

  @Test func `a gap is shown in the text, in JSON and on the page`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let run = try binary.run("run", "--sandbox", "--quiet", "--to", "2026-10-03", pipeline)
    try #require(run.status == 0, "\(run.diagnostics)")
    let range = ["status", "--sandbox", "--from", "2026-10-06", pipeline]
    let text = try binary.start(range + ["--html", "status.html"]).result()
    #expect(text.output.contains("2026-10  ■■░░░··\n"), "\(text.output)")
    #expect(text.output.contains("░ 3 outside the range"), "\(text.output)")
    let json = try binary.start(range + ["--format", "json"]).result()
    let status = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(
      status["gaps"] as? [[String: String]] == [["start": "2026-10-03T05:00:00Z", "end": "2026-10-06T05:00:00Z"]])
    #expect((status["days"] as? [String: String])?["2026-10-04"] == "gap")
    let page = try binary.read("status.html")
    #expect(page.contains("class=\"day gap\" style=\"grid-column:5\" title=\"2026-10-04: outside the range\""))
    #expect(page.components(separatedBy: "<rect class=\"gap\"").count - 1 == 6)
  }

  @Test func `before the first run everything is missing`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let result = try binary.run("status", "--sandbox", pipeline)
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.output.contains("2026-10  ·······\n") && result.output.contains("last run  none yet\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == [pipeline])
  }
}
