import Foundation
import Testing

struct AuditCommandTests {
  @Test func `damage is found and repaired by the next run`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    #expect(try binary.run("audit", "--sandbox", pipeline).output.contains("nothing has been exported yet"))
    #expect(try binary.run("run", "--sandbox", "--quiet", pipeline).status == 0)
    let whole = try binary.run("audit", "--sandbox", pipeline)
    #expect(whole.status == 0 && whole.output.contains("7 chunks committed, 7 partitions intact"), "\(whole.output)")

    let sink = "exports/wolkvox-transferred-calls-sandbox"
    let before = try binary.partitions(sink)
    let victim = try #require(before.keys.sorted().first)
    var bytes = try #require(before[victim])
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: binary.folder.appending(path: "\(sink)/\(victim)"))
    let damaged = try binary.run("audit", "--sandbox", pipeline)
    #expect(damaged.status == 65)
    #expect(damaged.output.contains("damaged partition: \(victim) "), "\(damaged.output)")
    #expect(
      damaged.output.hasSuffix(
        "\nthe finding can be repaired: `tidemark audit --repair --sandbox \(pipeline)`; "
          + "then run the pipeline to export the damaged chunks again\n"), "\(damaged.output)")
    try binary.write("\(sink)/stray.csv", "")
    #expect(
      try binary.run("audit", "--sandbox", pipeline).output.contains(
        "\n1 of 2 findings can be repaired: `tidemark audit --repair --sandbox \(pipeline)`; "))
    let repair = try binary.run("audit", "--sandbox", "--repair", pipeline)
    #expect(repair.status == 65)
    #expect(
      repair.output.hasSuffix(
        "\nrepaired: 1 damaged partition; not repaired: 1 stray file; run the pipeline to export the pending chunks again\n"
      ),
      "\(repair.output)")
    try FileManager.default.removeItem(at: binary.folder.appending(path: "\(sink)/stray.csv"))
    #expect(try binary.run("run", "--sandbox", "--quiet", pipeline).status == 0)
    #expect(try binary.partitions(sink) == before)
    #expect(try binary.run("audit", "--sandbox", pipeline).status == 0)
  }

  @Test func `a gap alone is a finding, with the command that exports it`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails")
    for range in [["--to", "2026-10-03"], ["--from", "2026-10-05"]] {
      #expect(try binary.start(["run", "--sandbox", "--quiet", pipeline] + range).result().status == 0)
    }
    let audit = try binary.run("audit", "--sandbox", pipeline)
    #expect(audit.status == 65)
    #expect(
      audit.output.hasPrefix(
        "gap: no committed chunk from 2026-10-03 to 2026-10-04; export it with `run --from 2026-10-03 --to 2026-10-05`\n"
      ),
      "\(audit.output)")
  }

  @Test func `a sink that is a file cannot be read`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails")
    try binary.write("exports/wolkvox-emails-sandbox", "a file")
    let audit = try binary.run("audit", "--sandbox", pipeline)
    #expect(audit.status == 73 && audit.output == "")
    #expect(
      audit.diagnostics
        == "\(pipeline): error: cannot read the sink exports/wolkvox-emails-sandbox: Not a directory\n")
  }
}
