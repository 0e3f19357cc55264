import Foundation
import Testing

/// Tests recorded responses, and exports made only from them.
struct RecordingTests {
  @Test(arguments: ["wolkvox-emails", "chat-tonic-operators", "chat-tonic-nps-export"])
  func `a replay without server and secrets writes the same bytes`(_ name: String) throws {
    var server: VendorServer? = try VendorServer()
    var vendor = try VendorRun(try #require(server))
    defer { vendor.remove() }
    let file = try vendor.pipeline(name)
    let recorded = try vendor.run(file, "--record", "answers")
    #expect(recorded.status == 0, "\(recorded.diagnostics)")
    let sink = "exports/\(name)"
    let partitions = try vendor.binary.partitions(sink)
    #expect(partitions.count >= 3)
    for secret in [VendorRun.token, VendorRun.password, "jwt-secret"] {
      #expect(try vendor.filesHolding(secret) == [])
    }

    server = nil
    for name in ["WOLKVOX_TOKEN", "CHAT_TONIC_PASSWORD"] { vendor.binary.environment[name] = nil }
    try FileManager.default.removeItem(at: vendor.binary.folder.appending(path: sink))
    let replayed = try vendor.run(file, "--replay", "answers")
    #expect(replayed.status == 0, "\(replayed.diagnostics)")
    #expect(try vendor.binary.partitions(sink) == partitions)
  }

  @Test func `a recording of split windows replays`() throws {
    var server: VendorServer? = try VendorServer("--rows", "95", "--cap", "20")
    let vendor = try VendorRun(try #require(server))
    defer { vendor.remove() }
    let file = try vendor.pipeline(
      "wolkvox-transferred-calls", source: "\n  limits: { records: 20 }",
      replacing: ["to: 2026-10-08": "to: 2026-10-03"])
    #expect(try vendor.run(file, "--record", "answers").status == 0)
    let partitions = try vendor.binary.partitions("exports/wolkvox-transferred-calls")
    server = nil
    try FileManager.default.removeItem(at: vendor.binary.folder.appending(path: "exports"))
    let replayed = try vendor.run(file, "--replay", "answers")
    #expect(replayed.status == 0, "\(replayed.diagnostics)")
    #expect(try vendor.binary.partitions("exports/wolkvox-transferred-calls") == partitions)
  }

  @Test func `a recording of the sandbox replays, and missing responses are reported`() throws {
    let vendor = try VendorRun(address: "http://127.0.0.1:1")
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-closed-chats")
    let few = ["--to", "2026-10-03"]
    #expect(try vendor.start(file, ["--sandbox", "--record", "answers"] + few).result().status == 0)
    let sink = "exports/wolkvox-closed-chats-sandbox"
    let partitions = try vendor.binary.partitions(sink)
    #expect(partitions.count == 2)
    try FileManager.default.removeItem(at: vendor.binary.folder.appending(path: "exports"))
    #expect(try vendor.start(file, ["--sandbox", "--replay", "answers"] + few).result().status == 0)
    #expect(try vendor.binary.partitions(sink) == partitions)

    let more = try vendor.start(file, ["--sandbox", "--replay", "answers", "--to", "2026-10-04"]).result()
    #expect(more.status == 78)
    #expect(more.diagnostics.contains("is recorded in answers"), "\(more.diagnostics)")
    #expect(try vendor.binary.partitions(sink) == partitions)
  }

  @Test func `a directory without a recording is reported before anything is written`() throws {
    let vendor = try VendorRun(address: "http://127.0.0.1:1")
    defer { vendor.remove() }
    let result = try vendor.run(vendor.pipeline("wolkvox-emails"), "--replay", "nowhere")
    #expect(result.status == 78)
    #expect(
      result.diagnostics
        == "error: cannot replay: nowhere contains no recorded responses; create them with `--record`\n")
    #expect(!FileManager.default.fileExists(atPath: vendor.binary.folder.appending(path: "exports").path))
  }
}
