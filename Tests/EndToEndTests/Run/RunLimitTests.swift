import Foundation
import Testing

struct RunLimitTests {
  @Test func `the newest chunks come first, and the chunks left are reported`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let first = try binary.run("run", "--sandbox", "--newest-first", "--max-chunks", "2", pipeline)
    #expect(first.status == 75)
    #expect(
      first.output.hasPrefix("wolkvox-transferred-calls: stopped by --max-chunks 2; 5 chunks left for the next run\n"),
      "\(first.output)")
    let sink = "exports/wolkvox-transferred-calls-sandbox"
    let days = try binary.partitions(sink).keys.map { $0.prefix(15) }.sorted()
    #expect(days == ["date=2026-10-06", "date=2026-10-07"])
    let second = try binary.run("run", "--sandbox", pipeline)
    #expect(second.status == 0, "\(second.diagnostics)")
    #expect(try binary.partitions(sink).count == 7)
  }

  @Test func `a limit that covers all chunks exits with success`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let result = try binary.run("run", "--sandbox", "--max-chunks", "7", pipeline)
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.output.hasPrefix("wolkvox-transferred-calls: done\n"))
  }

  @Test func `--until is the next such time of day in the range's zone`() throws {
    let vendor = try VendorServer("--delay", "1")
    var binary = try Binary()
    defer { binary.remove() }
    binary.environment = ["WOLKVOX_TOKEN": "a valid token"]
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls", replacing: ["source:\n": "source:\n  base_url: \(vendor.address)\n"])
    // Two seconds before midnight in Bogotá, and a chunk takes one.
    let stopped = try binary.run("run", "--now", "2026-11-01T04:59:58Z", "--until", "00:00", pipeline)
    #expect(stopped.status == 75, "\(stopped.output)")
    #expect(stopped.output.contains("stopped by --until 00:00; "))
    let result = try binary.run("run", "--sandbox", "--now", "2026-11-01T05:00:00Z", "--until", "00:00", pipeline)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(arguments: [["--until", "24:00"], ["--until", "5"], ["--max-chunks", "0"]])
  func `an invalid limit is a usage error`(flags: [String]) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    #expect(try binary.start(["run", "--sandbox"] + flags + [pipeline]).result().status == 64)
  }

  @Test func `a pipeline with errors does not stop the others`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let good = try binary.copyPipeline("wolkvox-transferred-calls")
    try binary.write("bad.yaml", "version: 1\nnmae: bad\n")
    let result = try binary.run("run", "--sandbox", "--to", "2026-10-03", "bad.yaml", good)
    #expect(result.status == 78)
    #expect(result.diagnostics.contains("bad.yaml:1:1: error: the key `source` is missing"), "\(result.diagnostics)")
    #expect(result.diagnostics.contains("error: skipping pipelines with errors; running 1 of 2\n"))
    #expect(result.output.hasPrefix("wolkvox-transferred-calls: done\n"), "\(result.output)")
    #expect(try binary.run("run", "--sandbox", "bad.yaml").status == 78)
  }

  @Test func `--adopt and --refresh exclude each other`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    for flags in [["--adopt", "--refresh", "changed"], ["--adopt", "--chunk", "2026-10-01"]] {
      #expect(try binary.start(["run", "--sandbox"] + flags + [pipeline]).result().status == 64)
    }
  }

  @Test func `a pipeline that is given twice runs once`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    try FileManager.default.createSymbolicLink(
      atPath: binary.folder.appending(path: "link.yaml").path, withDestinationPath: pipeline)
    let result = try binary.run("run", "--sandbox", pipeline, "./\(pipeline)", "link.yaml")
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.output.components(separatedBy: "wolkvox-transferred-calls: done").count == 2)
    #expect(!result.output.contains("pipeline  "))
  }

  @Test func `a named chunk that has not ended exits with 75`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let result = try binary.run(
      "run", "--sandbox", "--now", "2026-10-02T00:00:00Z", "--chunk", "2026-10-01", pipeline)
    #expect(result.status == 75)
    #expect(result.output.hasPrefix("wolkvox-transferred-calls: incomplete; rerun to resume\n"), "\(result.output)")
    #expect(
      result.diagnostics.contains("chunk 20261001T050000Z-20261002T050000Z ends at 2026-10-02T05:00:00Z"),
      "\(result.diagnostics)")
  }

  @Test func `several pipelines end with a table`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let first = try binary.copyPipeline("wolkvox-transferred-calls")
    let second = try binary.copyPipeline("wolkvox-closed-chats")
    let result = try binary.run("run", "--sandbox", "--max-chunks", "3", "--to", "2026-10-04", first, second)
    #expect(result.status == 0, "\(result.diagnostics)")
    let table = result.output.split(separator: "\n").suffix(3).map { $0.split(separator: " ").map(String.init) }
    #expect(table[0] == ["pipeline", "exit", "fetched", "failed", "left", "rows", "written", "time"])
    #expect(table[1].prefix(5) == ["wolkvox-transferred-calls", "0", "3", "0", "0"])
    #expect(table[2].prefix(5) == ["wolkvox-closed-chats", "0", "3", "0", "0"])
  }
}
