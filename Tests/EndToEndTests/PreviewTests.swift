import Foundation
import Testing

struct PreviewTests {
  @Test func `a preview shows typed columns and leaves nothing behind`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let ending = try binary.run("preview", "--sandbox", "--rows", "3", pipeline)
    #expect(ending.status == 0, "\(ending.diagnostics)")
    let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "wolkvox-transferred-calls: the first 3 rows of 2026-10-01, written nowhere")
    #expect(lines[3].contains("started_at") && lines[4].contains("timestamp"))
    #expect(lines[6...8].allSatisfy { $0.contains("2026-10-01T05:") }, "\(lines)")
    #expect(lines.last { !$0.isEmpty }?.hasSuffix(" read, all fit their columns") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: binary.folder.path) == [pipeline])
  }

  @Test func `what would be put aside is told with its reason`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls", replacing: ["fields:\n": "fields:\n  bad: { from: date, type: integer }\n"])
    let ending = try binary.run("preview", "--sandbox", "--rows", "2", pipeline)
    #expect(ending.status == 0)
    #expect(ending.output.contains(" would be put aside:\n  bad: `2026-10-01 "), "\(ending.output)")
    #expect(ending.output.contains("is not an integer"))
  }

  @Test func `a terminal of 40 columns is not overrun`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("chat-tonic-operators")
    let session = try Terminal(columns: 40).run(binary, "preview", "--sandbox", "--rows", "2", pipeline)
    #expect(session.status == 0)
    #expect(session.remaining.dropLast().allSatisfy { $0.count <= 40 }, "\(session.remaining)")
  }

  @Test func `a report without rows is not asked for`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("chat-tonic-nps-export")
    let ending = try binary.run("preview", "--sandbox", pipeline)
    #expect(ending.status == 78)
    #expect(ending.diagnostics.contains("answers without rows, and to ask for it makes the vendor act"))
  }
}
