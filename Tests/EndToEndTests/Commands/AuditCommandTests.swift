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
    #expect(try binary.run("audit", "--sandbox", "--repair", pipeline).status == 65)
    #expect(try binary.run("run", "--sandbox", "--quiet", pipeline).status == 0)
    #expect(try binary.partitions(sink) == before)
    #expect(try binary.run("audit", "--sandbox", pipeline).status == 0)
  }
}
