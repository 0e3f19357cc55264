import Foundation
import Testing

struct InitTests {
  @Test(arguments: [
    "chat-tonic/operator", "chat-tonic/nps-export", "chat-tonic/dashboard", "wolkvox/chat_12", "wolkvox/chat_13",
    "wolkvox/chat_15", "wolkvox/agent_13_1",
  ])
  func `a new pipeline runs unchanged`(report: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let written = try binary.run("init", report, "--time-zone", "America/Bogota", "-o", "new.yaml")
    #expect(written.status == 0, "\(written.diagnostics)")
    #expect(written.diagnostics == "new.yaml: written; next: `tidemark run --sandbox new.yaml`\n")
    let checked = try binary.run("check", "--sandbox", "new.yaml")
    #expect(checked.status == 0 && checked.diagnostics.isEmpty, "\(checked.diagnostics)")
    let ran = try binary.run("run", "--sandbox", "new.yaml")
    #expect(ran.status == 0, "\(ran.diagnostics)")
  }

  @Test func `a hyphen as the output file is standard output`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let plain = try binary.run("init", "wolkvox/chat_12", "--time-zone", "UTC")
    let hyphen = try binary.run("init", "wolkvox/chat_12", "--time-zone", "UTC", "-o", "-")
    #expect(hyphen.status == 0 && hyphen.diagnostics.isEmpty)
    #expect(hyphen.output == plain.output && hyphen.output.contains("\nversion: 1\n"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == [])
  }

  @Test(arguments: [("wolkvox/chat_12", 7), ("chat-tonic/nps-export", 3)])
  func `a new pipeline begins at a fixed date`(report: String, count: Int) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let written = try binary.run("init", report, "--time-zone", "UTC")
    let line = try #require(written.output.split(separator: "\n").first { $0.hasPrefix("  from: ") })
    let day = line.split(separator: " ")[1]
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let today = calendar.startOfDay(for: .now)
    let isDaily = report.hasPrefix("wolkvox")
    var expected = try #require(calendar.date(byAdding: isDaily ? .day : .month, value: -count, to: today))
    if !isDaily { expected = try #require(calendar.dateInterval(of: .month, for: expected)).start }
    #expect(day == expected.ISO8601Format().prefix(10), "\(line)")
  }

  @Test func `a range that is shorter than settle is warned of`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls", replacing: ["from: 2026-10-01": "from: yesterday", "to: 2026-10-08": "to: today"])
    let result = try binary.run("check", "--sandbox", pipeline)
    #expect(result.status == 0)
    #expect(
      result.diagnostics
        == "\(pipeline): warning: the range, 1 day, is shorter than `settle`, 2 days: chunks leave it while they may "
        + "still change; use an earlier `from`\n")
  }

  @Test func `an existing file is not overwritten`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("mine.yaml", "mine")
    let result = try binary.run("init", "wolkvox/chat_13", "--time-zone", "UTC", "-o", "mine.yaml")
    #expect(result.status == 73)
    #expect(
      result.diagnostics
        == "error: mine.yaml already exists; choose another path with -o, or replace it with --force\n")
    #expect(try binary.read("mine.yaml") == "mine")
    #expect(try binary.run("init", "wolkvox/chat_13", "--time-zone", "UTC", "-o", "mine.yaml", "--force").status == 0)
    #expect(try binary.read("mine.yaml").contains("report: wolkvox/chat_13"))
  }

  @Test func `a wrong name gets a suggestion`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let result = try binary.run("init", "wolkvox/agent_13", "--time-zone", "UTC")
    #expect(result.status == 64)
    #expect(
      result.diagnostics
        == "error: `wolkvox` has no report `agent_13`; did you mean `agent_13_1`?\n")
    let zone = try binary.run("init", "wolkvox/chat_13", "--time-zone", "Bogota")
    #expect(zone.status == 64)
    #expect(zone.diagnostics.contains("did you mean `America/Bogota`?"), "\(zone.diagnostics)")
  }

  @Test func `a time zone is required`() throws {
    var binary = try Binary()
    defer { binary.remove() }
    binary.environment = ["TZ": "America/Bogota"]
    let result = try binary.run("init", "wolkvox/chat_13")
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(
      result.diagnostics.hasPrefix(
        """
        Error: Missing expected argument '--time-zone <zone>'
        Help:  --time-zone <zone>  Time zone of the range's days, for example America/Bogota; required.

        """))
  }
}
